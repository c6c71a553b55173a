"""Scoring schemes as data, and the scores and ranks they give."""
