"""`interviews/…`: made, run, answered, read."""
