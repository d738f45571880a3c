"""The company that hires, who belongs to it, and who has been asked to."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Strictness(models.TextChoices):
    LENIENT = "lenient", _("Lenient")
    STANDARD = "standard", _("Standard")
    STRICT = "strict", _("Strict")


class Company(models.Model):
    """`colour` is #RRGGBB, of its mails and portal; without a `signature` mails close with the usual words.

    `contact` is whom candidates are told to ask; interviews are kept for `retention_days` after they ended.
    """

    name = models.CharField(_("name"), max_length=200)
    logo = models.ImageField(_("logo"), upload_to="companies/", blank=True)
    colour = models.CharField(
        _("colour"),
        max_length=7,
        default="#15803d",
        validators=[RegexValidator(r"^#[0-9A-Fa-f]{6}\Z", _("Write the colour as #15803d."))],
    )
    signature = models.TextField(_("signature"), max_length=1000, blank=True)
    contact = models.EmailField(_("contact for candidates"), blank=True)
    strictness = models.CharField(_("strictness"), max_length=16, choices=Strictness, default=Strictness.STANDARD)
    retention_days = models.PositiveIntegerField(
        _("days that interviews are kept"),
        default=365,
        validators=[MinValueValidator(1), MaxValueValidator(3650)],
    )
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name_plural = "companies"

    def __str__(self) -> str:
        return self.name

    @property
    def logo_path(self) -> str:
        """Where pages find the logo, "" without one."""
        return f"/logos/{PurePosixPath(self.logo.name).name}" if self.logo.name else ""


class MemberRole(models.TextChoices):
    OWNER = "owner", _("Owner")
    RECRUITER = "recruiter", _("Recruiter")
    REVIEWER = "reviewer", _("Reviewer")


class Membership(models.Model):
    """A recruiter's place in a company. Owners and recruiters write, reviewers read and judge."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=16, choices=MemberRole, default=MemberRole.RECRUITER)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["company", "user"], name="membership_once")]

    def __str__(self) -> str:
        return f"{self.user_id} in {self.company_id} as {self.role}"

    @property
    def may_write(self) -> bool:
        """Make and change jobs, candidates and times."""
        return self.role in {MemberRole.OWNER, MemberRole.RECRUITER}

    @property
    def may_manage(self) -> bool:
        """Change the company and who belongs to it."""
        return self.role == MemberRole.OWNER


class Invitation(models.Model):
    """An owner asks somebody to join. Its secret link is derived as `link_keys` says; only a hash is kept."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    role = models.CharField(max_length=16, choices=MemberRole, default=MemberRole.RECRUITER)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    link_nonce = models.CharField(max_length=64)
    link_key_id = models.CharField(max_length=8)
    link_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["company", "-created_at"])]

    def __str__(self) -> str:
        return f"Invitation {self.pk} to {self.company_id}"
