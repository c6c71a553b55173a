"""The values: what a programme is made of. Nothing here reads a file or judges anything."""
