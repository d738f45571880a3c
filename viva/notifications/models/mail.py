"""The outbox: each mail a row, written with what it tells of, sent until it has gone or is given up."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from viva.accounts.models import Company


class MailKind(models.TextChoices):
    SCHEDULED = "scheduled", _("Interview scheduled")
    RESCHEDULED = "rescheduled", _("Interview rescheduled")
    CANCELLED = "cancelled", _("Interview cancelled")
    REMINDER = "reminder", _("Reminder")
    CHOOSE_TIME = "choose_time", _("Choice of a time")
    READDRESSED = "readdressed", _("Sent to another address")
    COMPLETED = "completed", _("Interview completed")
    RESULT_READY = "result_ready", _("Result ready for review")
    RELEASED = "released", _("Result released")
    MEMBER_INVITED = "member_invited", _("Invitation to a company")


class MailStatus(models.TextChoices):
    """`retrying` waits after a failure that may pass; `aborted` is one that had become pointless."""

    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Being sent")
    SENT = "sent", _("Sent")
    RETRYING = "retrying", _("Will be tried again")
    FAILED = "failed", _("Failed")
    ABORTED = "aborted", _("Not sent any more")


class Mail(models.Model):
    """Text and pictures are frozen when it is queued, but for the secret link: that is filled in when it is sent.

    `text` and `html` hold LINK_PLACE where the link belongs: VIVA_BASE_URL + `link_path` with the key of
    (`link_nonce`, `link_key_id`) in place of its {key}. `dedupe_key` makes what is queued twice one mail;
    `message_id` is the same at each attempt. Whoever sends it holds it until `leased_until` by the token
    `lease`. After `not_after` it is not sent any more. `interview_id` names what it is about, of a room above.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, blank=True, related_name="mails")
    interview_id = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=16, choices=MailKind)
    dedupe_key = models.CharField(max_length=120, unique=True)
    message_id = models.CharField(max_length=120, unique=True)
    to_name = models.CharField(max_length=200, blank=True)
    to_email = models.EmailField()
    reply_to = models.EmailField(blank=True)
    subject = models.CharField(max_length=500)
    text = models.TextField()
    html = models.TextField(blank=True)
    logo = models.CharField(max_length=200, blank=True)
    calendar = models.TextField(blank=True)
    calendar_method = models.CharField(max_length=8, blank=True)
    link_path = models.CharField(max_length=120, blank=True)
    link_nonce = models.CharField(max_length=64, blank=True)
    link_key_id = models.CharField(max_length=8, blank=True)
    status = models.CharField(max_length=16, choices=MailStatus, default=MailStatus.QUEUED)
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField()
    not_after = models.DateTimeField(null=True, blank=True)
    lease = models.UUIDField(null=True, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    queued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(status__in=["queued", "sending", "retrying"]),
                name="mail_due",
            ),
            models.Index(fields=["company", "status", "-created_at"]),
            models.Index(fields=["interview_id", "-created_at"]),
            models.Index(fields=["created_at"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class MailAttempt(models.Model):
    """How one attempt went: the server's code and our words for it, without address, content or key."""

    mail = models.ForeignKey(Mail, on_delete=models.CASCADE, related_name="log")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    sent = models.BooleanField(default=False)
    code = models.PositiveIntegerField(null=True, blank=True)
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["mail", "number"], name="mail_attempt_once")]

    def __str__(self) -> str:
        return f"Attempt {self.number} at mail {self.mail_id}"
