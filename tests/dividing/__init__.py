"""Tests of dividing: published apportionments, brute force, and the laws of fair division."""
