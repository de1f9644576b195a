"""Rosters as communities send them: read in a limited child, understood by words and content."""
