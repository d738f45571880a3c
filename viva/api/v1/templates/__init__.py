"""Templates: reading, making, changing and using them."""
