"""Engines: who words the interviewer's lines and judges the answers."""
