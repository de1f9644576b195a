"""One month of dated events, told after the opening."""
