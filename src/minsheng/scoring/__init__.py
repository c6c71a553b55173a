"""Scoring: regulations as data, points with their origin, rankings that explain themselves."""
