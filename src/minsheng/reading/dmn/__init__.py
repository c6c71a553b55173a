"""DMN: decision tables and formulas that other systems exchange, read as expressions."""
