"""Forms of points: how facts become points."""
