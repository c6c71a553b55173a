"""Steps run on a frame of any engine."""
