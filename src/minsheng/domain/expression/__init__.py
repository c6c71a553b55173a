"""Expressions: a formula over the columns of a record, as a value that compares and prints."""
