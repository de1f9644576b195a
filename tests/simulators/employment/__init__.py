"""The employment bureau: REST, uneven from method to method."""
