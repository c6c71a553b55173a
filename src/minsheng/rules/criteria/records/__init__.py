"""Criteria on one record: its values, its verdict, its working."""
