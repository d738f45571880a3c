"""The REST API: one folder a version."""
