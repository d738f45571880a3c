"""Judging answers against key points, with evidence."""
