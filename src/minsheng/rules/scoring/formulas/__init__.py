"""The formulas of a scheme, each built once."""
