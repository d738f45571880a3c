"""What was answered, and every judgement of it."""

from __future__ import annotations

from django.db import models

from viva.accounts.models import Strictness
from viva.interviews.enums import Outcome
from viva.interviews.models.interview import Interview, InterviewQuestion


class InterviewResponse(models.Model):
    """One per question; `score` (0-10, None: not assessed) and `evidence` are the latest evaluation's.

    `revision` counts the submissions over the API: a judgement holds for the words it was drawn from.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="responses")
    question = models.OneToOneField(InterviewQuestion, on_delete=models.CASCADE, related_name="response")
    outcome = models.CharField(max_length=16, choices=Outcome, default=Outcome.ANSWERED)
    text_response = models.TextField(blank=True)
    audio_url = models.URLField(max_length=500, blank=True)
    video_url = models.URLField(max_length=500, blank=True)
    code_response = models.TextField(blank=True)
    language = models.CharField(max_length=16, blank=True)
    time_taken_seconds = models.PositiveIntegerField(default=0)
    revision = models.PositiveIntegerField(default=0)
    hints_used = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    score = models.FloatField(null=True, blank=True)
    ai_feedback = models.TextField(blank=True)
    evaluation_metrics = models.JSONField(default=dict, blank=True)
    evidence = models.JSONField(default=dict, blank=True)
    confidence = models.FloatField(null=True, blank=True)
    is_evaluated = models.BooleanField(default=False)
    needs_review = models.BooleanField(default=False)

    class Meta:
        ordering = ["question__order"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__gte=0, score__lte=10),
                name="response_score_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"Response to {self.question_id}"

    @property
    def counts(self) -> bool:
        """Whether it enters the total: what was not reached or could not be judged is left out."""
        return self.outcome not in {Outcome.NOT_REACHED, Outcome.WITHHELD}


class ResponseEvaluation(models.Model):
    """One judgement, kept for good: which engine, model, prompt and rubric said what, and when.

    `needs_review` is by the `strictness` that it was held to ("" in practice); `result` has the judge's own word.
    What it took a language model stands beside it; `fallback` says why the embedded engine judged in its place.
    """

    response = models.ForeignKey(InterviewResponse, on_delete=models.CASCADE, related_name="evaluations")
    created_at = models.DateTimeField()
    score = models.FloatField(null=True, blank=True)
    reason = models.CharField(max_length=200, blank=True)
    result = models.JSONField(default=dict)
    confidence = models.FloatField(default=0.0)
    needs_review = models.BooleanField(default=False)
    engine = models.CharField(max_length=40)
    model = models.CharField(max_length=120, blank=True)
    prompt_version = models.CharField(max_length=40, blank=True)
    rubric_version = models.CharField(max_length=40, blank=True)
    strictness = models.CharField(max_length=16, choices=Strictness, blank=True)
    temperature = models.FloatField(null=True, blank=True)
    seed = models.PositiveBigIntegerField(null=True, blank=True)
    prompt_tokens = models.PositiveIntegerField(default=0)
    completion_tokens = models.PositiveIntegerField(default=0)
    latency_ms = models.PositiveIntegerField(default=0)
    fallback = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["response", "-created_at"])]

    def __str__(self) -> str:
        return f"Evaluation of {self.response_id} by {self.engine}"
