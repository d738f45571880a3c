"""Speaking and listening: voices, recognisers, and whose turn it is. Plain Python; text and bytes in and out."""
