"""Interviews to be made again and again from one set of questions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from viva.accounts.models import Company
from viva.interviews.enums import Difficulty, InterviewType


class InterviewTemplate(models.Model):
    """`questions` is [{question, type, difficulty, expected_answer}, …]; `average_score` is in percent.

    A company's is for its people alone, and so are its answers; without a company it is its maker's own, unless
    it is `is_shared` with everybody, which the administrator alone decides.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, null=True, blank=True, related_name="templates")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="templates"
    )
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    interview_type = models.CharField(max_length=16, choices=InterviewType, default=InterviewType.TECHNICAL)
    difficulty = models.CharField(max_length=8, choices=Difficulty, default=Difficulty.MEDIUM)
    duration_minutes = models.PositiveIntegerField(default=30)
    questions = models.JSONField(default=list)
    times_used = models.PositiveIntegerField(default=0)
    average_score = models.FloatField(default=0.0)
    is_active = models.BooleanField(default=True)
    is_premium = models.BooleanField(default=False)
    is_shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["title", "pk"]
        indexes = [models.Index(fields=["is_active", "interview_type", "difficulty"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(company__isnull=True) | models.Q(is_shared=False),
                name="template_shared_has_no_company",
            ),
        ]

    def __str__(self) -> str:
        return self.title
