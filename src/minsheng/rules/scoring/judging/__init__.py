"""One record scored, and why it came to that."""
