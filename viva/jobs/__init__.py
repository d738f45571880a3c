"""Jobs of a company and the applications to them."""
