"""Tests of criteria: one definition, judged alike wherever the record lies."""
