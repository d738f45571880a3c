"""What a company hires for and who applies."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from viva.accounts.models import Company, Level


class JobStatus(models.TextChoices):
    OPEN = "open", _("Open")
    CLOSED = "closed", _("Closed")


class Job(models.Model):
    """`duration_minutes` is the length of its interviews; `enable_audio` and `enable_video`: what is recorded
    of them where the candidate agrees."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="jobs")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    required_skills = models.JSONField(default=list, blank=True)
    seniority = models.CharField(max_length=16, choices=Level, default=Level.MID)
    duration_minutes = models.PositiveIntegerField(default=30)
    enable_audio = models.BooleanField(default=False)
    enable_video = models.BooleanField(default=False)
    status = models.CharField(max_length=8, choices=JobStatus, default=JobStatus.OPEN)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["company", "status", "-created_at"])]

    def __str__(self) -> str:
        return self.title


class Stage(models.TextChoices):
    APPLIED = "applied", _("Applied")
    INVITED = "invited", _("Invited")
    INTERVIEWED = "interviewed", _("Interviewed")
    HIRED = "hired", _("Hired")
    REJECTED = "rejected", _("Rejected")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN_STAGES = (Stage.APPLIED, Stage.INVITED, Stage.INTERVIEWED)  # in this order; the others are decisions


class Application(models.Model):
    """Somebody's application to a job, one for each e-mail address. `candidate` where they have an account.

    The résumé's file has a random name; `resume_name` is the one it came with.
    """

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="applications")
    candidate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="applications"
    )
    name = models.CharField(max_length=200)
    email = models.EmailField()
    stage = models.CharField(max_length=16, choices=Stage, default=Stage.APPLIED)
    note = models.TextField(blank=True)
    resume = models.FileField(upload_to="resumes/", blank=True)
    resume_name = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint("job", Lower("email"), name="application_once")]
        indexes = [models.Index(fields=["job", "stage", "-created_at"]), models.Index(fields=["candidate"])]

    def __str__(self) -> str:
        return f"{self.name} for {self.job_id}"
