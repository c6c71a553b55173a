"""From the notice to the programme: documents, what stands in them, and the draft with its questions."""
