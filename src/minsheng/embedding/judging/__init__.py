"""Tables larger than memory, judged row by row: read, judged, counted, written."""
