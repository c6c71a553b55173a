"""Scores in order, and how they are shown."""
