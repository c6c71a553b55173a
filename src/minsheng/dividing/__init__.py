"""Dividing a target over areas: exactly, fairly, and with the working."""
