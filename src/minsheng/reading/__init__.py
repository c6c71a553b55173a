"""Files to values, or every problem in them; and values to JSON."""
