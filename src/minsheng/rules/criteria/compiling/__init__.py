"""Expressions as integer steps, each with its range."""
