"""The rules over a programme, by family."""
