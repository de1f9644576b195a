"""One module per family of offices: the files they hand over."""
