"""What forms of points and schemes are written in."""
