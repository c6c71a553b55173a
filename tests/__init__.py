"""Tests; a package, so that those of several folders can share what they are held against."""
