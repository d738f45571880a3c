"""Interviews and templates in the administration; importing the modules registers them."""

from viva.interviews.admin import answers, consents, interviews, judged, question_sets, templates

__all__ = ["answers", "consents", "interviews", "judged", "question_sets", "templates"]
