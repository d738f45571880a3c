"""Signing in and up, tokens, the account itself."""
