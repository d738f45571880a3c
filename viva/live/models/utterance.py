"""What was said aloud in a company's interview, beside what its candidate sent of it."""

from __future__ import annotations

from django.db import models

from viva.interviews.models import InterviewQuestion
from viva.live.models.session import ChatMessage, InterviewSession


class Utterance(models.Model):
    """`key` names it within its session. Without `message` its candidate never sent it: the recogniser was down,
    or the time was up. Of `missing` pieces nothing could be written down while it was said.

    `text` is what the recording gives of it, written down afterwards by `engine`: it stands beside the words that
    were sent, replaces none, and is never judged. `next_attempt_at` is when that is to be tried (None: not).
    """

    session = models.ForeignKey(InterviewSession, on_delete=models.CASCADE, related_name="utterances")
    key = models.CharField(max_length=80)
    message = models.OneToOneField(
        ChatMessage, on_delete=models.CASCADE, null=True, blank=True, related_name="utterance"
    )
    question = models.ForeignKey(
        InterviewQuestion, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    missing = models.PositiveIntegerField(default=0)
    text = models.TextField(blank=True)
    engine = models.CharField(max_length=40, blank=True)
    version = models.CharField(max_length=80, blank=True)
    rough = models.BooleanField(default=False)
    quality = models.FloatField(null=True, blank=True)
    written_at = models.DateTimeField(null=True, blank=True)
    next_attempt_at = models.DateTimeField(null=True, blank=True, db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    lease = models.UUIDField(null=True, blank=True)

    class Meta:
        ordering = ["begun_at", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "key"], name="utterance_once")]

    def __str__(self) -> str:
        return f"{self.key} in {self.session_id}"
