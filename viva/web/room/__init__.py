"""Room pages."""
