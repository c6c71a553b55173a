"""What needs more than one row of a frame: streaks, totals, ranks."""
