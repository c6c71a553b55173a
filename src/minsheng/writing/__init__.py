"""Writes values to files."""
