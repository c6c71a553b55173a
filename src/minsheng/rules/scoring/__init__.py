"""Schemes as data and what they come to."""
