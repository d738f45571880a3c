"""Choices of the interview and what hangs on it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InterviewType(models.TextChoices):
    TECHNICAL = "technical", _("Technical")
    BEHAVIORAL = "behavioral", _("Behavioural")
    SYSTEM_DESIGN = "system_design", _("System design")
    CODING = "coding", _("Coding")
    HR = "hr", _("HR")


class QuestionType(models.TextChoices):
    TECHNICAL = "technical", _("Technical")
    BEHAVIORAL = "behavioral", _("Behavioural")
    CODING = "coding", _("Coding")
    SYSTEM_DESIGN = "system_design", _("System design")
    GENERAL = "general", _("General")


class Difficulty(models.TextChoices):
    EASY = "easy", _("Easy")
    MEDIUM = "medium", _("Medium")
    HARD = "hard", _("Hard")


class Status(models.TextChoices):
    SCHEDULED = "scheduled", _("Scheduled")
    IN_PROGRESS = "in_progress", _("In progress")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Cancelled")


class Purpose(models.TextChoices):
    """Practice is seen by nobody but its user."""

    PRACTICE = "practice", _("Practice")
    HIRING = "hiring", _("Hiring")


class Mode(models.TextChoices):
    PRACTICE = "practice", _("Practice")
    REAL = "real", _("Real")


class Outcome(models.TextChoices):
    """How a question ended; the values are those of `ai.engines.base.Outcome`."""

    ANSWERED = "answered", _("Answered")
    DONT_KNOW = "dont_know", _("I don't know")
    SKIPPED = "skipped", _("Skipped")
    LEFT = "left", _("Left without an answer")
    NOT_REACHED = "not_reached", _("Not reached")
    WITHHELD = "withheld", _("Not assessed")
