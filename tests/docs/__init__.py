"""What the documentation says is held to the code."""
