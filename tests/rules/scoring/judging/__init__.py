"""Tests of one record scored."""
