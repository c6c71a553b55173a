"""Criteria: requirements on one record, judged on records, dataframes and databases."""
