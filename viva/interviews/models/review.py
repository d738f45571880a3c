"""What came after an answer was given: the words it replaced, the judging still owed, a person's own score."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from viva.interviews.models.response import InterviewResponse


class EarlierAnswer(models.Model):
    """An answer that a later submission replaced, as it stood. Appended, never changed."""

    response = models.ForeignKey(InterviewResponse, on_delete=models.CASCADE, related_name="earlier")
    revision = models.PositiveIntegerField()
    text_response = models.TextField(blank=True)
    code_response = models.TextField(blank=True)
    language = models.CharField(max_length=16, blank=True)
    audio_url = models.URLField(max_length=500, blank=True)
    video_url = models.URLField(max_length=500, blank=True)
    time_taken_seconds = models.PositiveIntegerField(default=0)
    score = models.FloatField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    replaced_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["response", "revision"], name="earlier_answer_once"),
        ]

    def __str__(self) -> str:
        return f"Earlier answer {self.revision} of {self.response_id}"


class PendingEvaluation(models.Model):
    """A judgement that is owed: written with the answer, gone once it is judged, so that a kill loses none.

    Whoever judges takes it by moving `next_attempt_at` on; nobody else touches it before that moment.
    """

    response = models.OneToOneField(InterviewResponse, on_delete=models.CASCADE, related_name="pending")
    created_at = models.DateTimeField()
    attempts = models.PositiveIntegerField(default=0)
    next_attempt_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"Evaluation owed to {self.response_id}"


class ScoreOverride(models.Model):
    """A person's score in place of the one before, with the reason; both are kept. `revision` is the answer's."""

    response = models.ForeignKey(InterviewResponse, on_delete=models.CASCADE, related_name="overrides")
    revision = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    score = models.FloatField()
    score_before = models.FloatField(null=True, blank=True)
    reason = models.TextField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__gte=0, score__lte=10), name="override_score_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.score} for {self.response_id}"
