"""Computed fields: one SQL expression each, by the day, with no twin in Python."""
