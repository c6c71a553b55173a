"""A regulation as formulas, each built once."""
