"""Interviews and templates in the administration; importing the modules registers them."""

from viva.interviews.admin import answers, interviews, judged, templates

__all__ = ["answers", "interviews", "judged", "templates"]
