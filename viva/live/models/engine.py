"""What a language model was asked for, and what it took. No words of a person or the model, and no key."""

from __future__ import annotations

from django.db import models

from viva.accounts.models import Company
from viva.live.models.session import InterviewSession


class EngineCall(models.Model):
    """One call of the engine to the model, with its retries and repairs. `failure` says why it gave nothing.

    `company` is whose own model was asked, None for the operator's. `line` is the number of the interviewer's line
    it was for; `cost` is in millionths of the prices' currency. It outlives its interview, for the sums.
    """

    session = models.ForeignKey(
        InterviewSession, on_delete=models.SET_NULL, null=True, blank=True, related_name="engine_calls"
    )
    company = models.ForeignKey(Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    kind = models.CharField(max_length=16)
    line = models.PositiveIntegerField(default=0)
    model = models.CharField(max_length=120, blank=True)
    prompt_version = models.CharField(max_length=40, blank=True)
    failure = models.CharField(max_length=40, blank=True)
    status = models.PositiveIntegerField(null=True, blank=True)
    requests = models.PositiveIntegerField(default=0)
    prompt_tokens = models.PositiveBigIntegerField(default=0)
    completion_tokens = models.PositiveBigIntegerField(default=0)
    cost = models.PositiveBigIntegerField(default=0)
    latency_ms = models.PositiveIntegerField(default=0)
    first_ms = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-created_at"]), models.Index(fields=["failure", "-created_at"])]

    def __str__(self) -> str:
        return f"{self.kind} at {self.created_at:%Y-%m-%d %H:%M}"


class EngineSpending(models.Model):
    """What is spent or reserved in a scope: `day:2026-01-31` (UTC), `company:3:2026-01-31` or `session:7`.

    Changed by one statement.
    """

    scope = models.CharField(max_length=40, unique=True)
    tokens = models.BigIntegerField(default=0)
    cost = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.scope
