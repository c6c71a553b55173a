"""Computations over several rows of a frame: streaks, totals, ranks."""
