"""What the three simulated systems have in common."""
