"""Tests that run on real engines; a package, so that its conftest is not taken for the one above."""
