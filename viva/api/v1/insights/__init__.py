"""`insights/`: how the caller does over time."""
