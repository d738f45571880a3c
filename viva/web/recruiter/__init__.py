"""Recruiter pages."""
