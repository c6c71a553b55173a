"""Runs steps on dataframes of any engine."""
