"""Criteria: a rule about one record, written once, exact on one record and on any dataframe."""
