"""Tests of the room where other systems come in."""
