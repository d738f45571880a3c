"""Candidate pages."""
