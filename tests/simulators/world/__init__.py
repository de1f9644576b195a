"""A street of invented people, consistent from every office that knows them."""
