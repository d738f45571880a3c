"""User and profile, and the counters that limit sign-in attempts."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CANDIDATE = "candidate", _("Candidate")
    RECRUITER = "recruiter", _("Recruiter")


class Level(models.TextChoices):
    JUNIOR = "junior", _("Junior")
    MID = "mid", _("Mid-level")
    SENIOR = "senior", _("Senior")
    LEAD = "lead", _("Lead")


class CodingLanguage(models.TextChoices):
    PYTHON = "python", "Python"


class User(AbstractUser):
    """Signs in by user name or e-mail; both are unique without regard to case."""

    username = models.CharField(
        _("username"), max_length=150, unique=True, validators=[UnicodeUsernameValidator()]
    )
    email = models.EmailField(_("e-mail address"), blank=True)
    role = models.CharField(max_length=16, choices=Role, default=Role.CANDIDATE)

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_any_case"),
            models.UniqueConstraint(Lower("email"), condition=~models.Q(email=""), name="user_email_any_case"),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.username


class Profile(models.Model):
    """What a candidate says of themselves; fills the start page and chooses questions."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="profile")
    target_role = models.CharField(max_length=120, blank=True)
    skills = models.JSONField(default=list, blank=True)
    level = models.CharField(max_length=16, choices=Level, default=Level.MID)
    coding_language = models.CharField(max_length=16, choices=CodingLanguage, default=CodingLanguage.PYTHON)
    locale = models.CharField(max_length=16, default="en")
    time_zone = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"Profile of {self.user_id}"


class AttemptCount(models.Model):
    """How often a thing was tried within a window of time. `key` is a hash: no name or address is kept."""

    key = models.CharField(max_length=64)
    window_start = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window_start"], name="attempt_count_once")]
        indexes = [models.Index(fields=["window_start"])]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"
