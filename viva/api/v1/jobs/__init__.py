"""Jobs, and applications to them."""
