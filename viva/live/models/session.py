"""One live run of an interview and its numbered messages."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from viva.interviews.models import Interview, InterviewQuestion


class SessionStatus(models.TextChoices):
    PREPARING = "preparing", _("Preparing")
    IN_PROGRESS = "in_progress", _("In progress")
    COMPLETED = "completed", _("Completed")
    EXPIRED = "expired", _("Expired")
    CANCELLED = "cancelled", _("Cancelled")


class InterviewSession(models.Model):
    """Only `begun_at` says that it has begun.

    `last_number` is the highest message number given out; `handled_number` the last one whose turn is done:
    candidate messages above it wait for their turn. `version` grows with every change, so that the outcome of
    a turn is applied only to the state that asked for it. `conductor` is the conductor's state, `languages` the
    language chosen for a question, by its id as text. One held `over_api` has answers instead of a conversation,
    in any order, and no clock: its room stays shut.
    """

    interview = models.OneToOneField(Interview, on_delete=models.CASCADE, related_name="session")
    status = models.CharField(max_length=16, choices=SessionStatus, default=SessionStatus.PREPARING)
    begun_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    over_api = models.BooleanField(default=False)
    version = models.PositiveBigIntegerField(default=0)
    last_number = models.PositiveBigIntegerField(default=0)
    handled_number = models.PositiveBigIntegerField(default=0)
    conductor = models.JSONField(default=dict)
    languages = models.JSONField(default=dict, blank=True)
    current_question = models.ForeignKey(
        InterviewQuestion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    draft = models.TextField(blank=True)
    draft_seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["status", "ends_at"])]

    def __str__(self) -> str:
        return f"Session of {self.interview_id}"


class Speaker(models.TextChoices):
    INTERVIEWER = "interviewer", _("Interviewer")
    CANDIDATE = "candidate", _("You")


class MessageKind(models.TextChoices):
    TEXT = "text", _("Text")
    QUESTION = "question", _("Question")
    HINT_REQUEST = "hint_request", _("Hint request")
    HINT = "hint", _("Hint")
    RUN = "run", _("Run")
    TRY = "try", _("Try with own input")
    SUBMIT = "submit", _("Submit")
    VERDICT = "verdict", _("Verdict")
    REMARK = "remark", _("Remark on the code")
    CLOSING = "closing", _("Closing")


class ChatMessage(models.Model):
    """Stored before it is sent. `client_id` makes a repeated command the same command."""

    session = models.ForeignKey(InterviewSession, on_delete=models.CASCADE, related_name="messages")
    number = models.PositiveBigIntegerField()
    client_id = models.UUIDField(null=True, blank=True)
    speaker = models.CharField(max_length=16, choices=Speaker)
    kind = models.CharField(max_length=16, choices=MessageKind, default=MessageKind.TEXT)
    question = models.ForeignKey(
        InterviewQuestion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    text = models.TextField(blank=True)
    payload = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="message_number_once"),
            models.UniqueConstraint(
                fields=["session", "client_id"],
                condition=models.Q(client_id__isnull=False),
                name="message_client_id_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}#{self.number}"
