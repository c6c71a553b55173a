"""Compiles expressions to integer steps, each with its range."""
