"""Accounts pages."""
