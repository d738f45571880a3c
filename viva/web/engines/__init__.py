"""For staff: what holds interviews here, what it costs, what went wrong, and trying it."""
