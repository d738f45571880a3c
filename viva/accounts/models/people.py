"""User and profile, and the counters that limit sign-in attempts."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from viva.accounts import names

_KEYED = ("username", "email")


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
    JAVASCRIPT = "javascript", "JavaScript"
    TYPESCRIPT = "typescript", "TypeScript"
    JAVA = "java", "Java"
    C = "c", "C"
    CPP = "cpp", "C++"
    GO = "go", "Go"
    SQL = "sql", "SQL"


class User(AbstractUser):
    """Signs in by user name or e-mail; both are unique without regard to case, by the keys beside them.

    One `name`, as people write it, stands in place of first and last name. A user name holds no "@", so
    that nobody can take another's e-mail address for one. `verified_email_key` is the key of the address that
    was shown to be theirs: another address is not verified with it.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    username = models.CharField(
        _("username"),
        max_length=150,
        unique=True,
        validators=[
            RegexValidator(r"^[\w.+-]+\Z", _("A username holds letters, digits and . + - _ only, no spaces."))
        ],
        error_messages={"unique": _("This username is taken. Choose another one.")},
    )
    username_key = models.CharField(max_length=450, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"), blank=True)
    email_key = models.CharField(max_length=254, blank=True, editable=False)
    verified_email_key = models.CharField(max_length=254, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=16, choices=Role, default=Role.CANDIDATE)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["email_key"], condition=~models.Q(email_key=""), name="user_email_any_case"
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    @property
    def has_verified_email(self) -> bool:
        return bool(self.email_key) and self.verified_email_key == self.email_key

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        """What to greet by: the first word of the name that is no title ("Dr."), else the user name."""
        return names.first_name(self.name) or self.username

    def save(self, **kwargs: Any) -> None:
        """Keeps the keys true; they are not among the fields of forms, nor written by `update()`."""
        self.username_key, self.email_key = names.username_key(self.username), names.email_key(self.email)
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, *(f"{name}_key" for name in fields if name in _KEYED)}
        super().save(**kwargs)

    def clean(self) -> None:
        super().clean()
        self.username_key, self.email_key = names.username_key(self.username), names.email_key(self.email)
        if self._is_anothers(username_key=self.username_key):
            raise ValidationError({"username": _("This username is taken. Choose another one.")})
        if self._is_anothers(email_key=self.email_key):
            raise ValidationError({"email": _("An account with this e-mail address exists.")})

    def _is_anothers(self, **key: str) -> bool:
        (value,) = key.values()
        if not value or "\0" in value:  # PostgreSQL takes no NUL; the field's own validator refuses it
            return False
        return User.objects.exclude(pk=self.pk).filter(**key).exists()


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
    """How often a thing was tried since `window_start`. `key` is a hash: no name or address is kept."""

    key = models.CharField(max_length=64, unique=True)
    window_start = models.DateTimeField(db_index=True)
    count = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"
