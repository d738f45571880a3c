"""The interview and its questions: one model for practice, API and hiring."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models

from viva.accounts.link_keys import LinkSeed, key_of
from viva.accounts.models import Company, Strictness
from viva.interviews.enums import Difficulty, InterviewType, Mode, Purpose, QuestionType, Status
from viva.interviews.scoring import Totals, calculate_score
from viva.jobs.models import Job


class Interview(models.Model):
    """`total_score` of `max_score` points are 10 a counted question; the four scores run from 0 to 100.

    A score of None means *not assessed*. `started_at` and `ended_at` are the booked window, and the real times
    once it has begun. Until `released_at` the candidate of a company sees no score.

    `link_nonce`, `link_key_id` and `link_hash` belong to its secret link, as `accounts.link_keys` says; without
    one it has none yet. `calendar_sequence` grows with each change that its candidate's calendar has to hear of.
    `strictness` is what its company was set to when it began, as `interviews.strictness` says.
    `practise_items` are as `ai.engines.base.PracticeItem`, worded when it was completed.
    `moved_from` is the time before the last one. `extra_minutes` are an accommodation of its candidate,
    which nobody sees who judges.
    `adaptive`: the difficulty of what was generated follows the answers (docs/decisions/0034).
    """

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="interviews")
    company = models.ForeignKey(
        Company, on_delete=models.CASCADE, null=True, blank=True, related_name="interviews"
    )
    candidate = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="sat_interviews"
    )
    candidate_name = models.CharField(max_length=200, blank=True)
    candidate_email = models.EmailField(blank=True)
    template = models.ForeignKey(
        "interviews.InterviewTemplate", on_delete=models.SET_NULL, null=True, blank=True, related_name="interviews"
    )
    job = models.ForeignKey(Job, on_delete=models.SET_NULL, null=True, blank=True, related_name="interviews")
    purpose = models.CharField(max_length=16, choices=Purpose, default=Purpose.PRACTICE)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    interview_type = models.CharField(max_length=16, choices=InterviewType, default=InterviewType.TECHNICAL)
    difficulty = models.CharField(max_length=8, choices=Difficulty, default=Difficulty.MEDIUM)
    mode = models.CharField(max_length=16, choices=Mode, default=Mode.PRACTICE)
    job_role = models.CharField(max_length=120, blank=True)
    company_name = models.CharField(max_length=200, blank=True)
    job_description = models.TextField(blank=True)
    required_skills = models.JSONField(default=list, blank=True)
    coding_language = models.CharField(max_length=16, default="python")
    duration_minutes = models.PositiveIntegerField(default=30)
    total_questions = models.PositiveIntegerField(default=5)
    use_ai = models.BooleanField(default=True)
    adaptive = models.BooleanField(default=False)
    enable_video = models.BooleanField(default=False)
    enable_audio = models.BooleanField(default=False)
    status = models.CharField(max_length=16, choices=Status, default=Status.SCHEDULED)
    created_at = models.DateTimeField()
    scheduled_at = models.DateTimeField(null=True, blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    completed_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)
    strictness = models.CharField(max_length=16, choices=Strictness, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=500, blank=True)
    moved_from = models.DateTimeField(null=True, blank=True)
    calendar_sequence = models.PositiveIntegerField(default=0)
    extra_minutes = models.PositiveIntegerField(default=0)
    link_nonce = models.CharField(max_length=64, blank=True, editable=False)
    link_key_id = models.CharField(max_length=8, blank=True, editable=False)
    link_hash = models.CharField(max_length=64, unique=True, null=True, blank=True, editable=False)
    total_score = models.FloatField(default=0.0)
    max_score = models.FloatField(default=0.0)
    percentage = models.FloatField(default=0.0)
    overall_score = models.FloatField(null=True, blank=True)
    communication_score = models.FloatField(null=True, blank=True)
    problem_solving_score = models.FloatField(null=True, blank=True)
    code_quality_score = models.FloatField(null=True, blank=True)
    overall_feedback = models.TextField(blank=True)
    strengths = models.JSONField(default=list, blank=True)
    weaknesses = models.JSONField(default=list, blank=True)
    recommendations = models.JSONField(default=list, blank=True)
    practise = models.JSONField(default=list, blank=True)
    practise_items = models.JSONField(default=list, blank=True)
    feedback_engine = models.CharField(max_length=80, blank=True)

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            models.Index(fields=["user", "-created_at"]),
            models.Index(fields=["user", "status", "-created_at"]),
            models.Index(fields=["status", "interview_type"]),
            models.Index(fields=["company", "status", "-created_at"]),
            models.Index(fields=["candidate", "-created_at"]),
            models.Index(fields=["job", "-created_at"]),
            models.Index(fields=["status", "scheduled_at"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="completed", completed_at__isnull=False) | ~models.Q(status="completed"),
                name="interview_completed_has_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def minutes_given(self) -> int:
        """Its length with what its candidate has beside it."""
        return self.duration_minutes + self.extra_minutes

    @property
    def patience(self) -> float:
        """By how much longer than usual its candidate is waited for, from 1."""
        return self.minutes_given / self.duration_minutes if self.duration_minutes else 1.0

    @property
    def job_position(self) -> Job | None:
        return self.job

    @property
    def interview_date(self) -> datetime | None:
        return self.scheduled_at

    @property
    def get_uuid(self) -> UUID:
        return self.uuid

    @property
    def session_key(self) -> str:
        """The key of its secret link, "" where it has none. Derived each time, stored nowhere, never logged."""
        return key_of(LinkSeed(self.link_nonce, self.link_key_id)) if self.link_nonce else ""

    @property
    def assessed(self) -> bool:
        """Whether anything was assessed: tells a score of nothing from a score of zero."""
        return self.overall_score is not None

    def calculate_score(self) -> Totals:
        """Sum the responses by the rule of `scoring.calculate_score` and store the totals."""
        totals = calculate_score(self.responses.all())
        self.total_score, self.max_score, self.percentage = totals.total, totals.most, totals.percentage
        self.overall_score = totals.percentage if totals.assessed else None
        self.save(update_fields=["total_score", "max_score", "percentage", "overall_score"])
        return totals


class ProblemTests(models.Model):
    """The tests of a coding problem, up to some hundred KB: stored once, read only when code is judged.

    `samples` and `hidden` are [[args, expected], …]; `digest` is the SHA-256 of both. Never sent to anybody.
    """

    digest = models.CharField(max_length=64, unique=True)
    samples = models.JSONField()
    hidden = models.JSONField()

    def __str__(self) -> str:
        return self.digest[:12]


class InterviewQuestion(models.Model):
    """A question as asked. `bank_id` names the bank's question; `spec` holds what judging it needs.

    `spec` carries expected key points and hints: it never leaves the server as it is. A coding question's
    tests stand apart, in `tests`. `planned_bank_id` and `planned_difficulty` tell what stood in its place before
    the interview exchanged it for a harder or easier one; they are empty where it is as planned.
    """

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="questions")
    order = models.PositiveIntegerField()
    question_text = models.TextField()
    question_type = models.CharField(max_length=16, choices=QuestionType, default=QuestionType.GENERAL)
    difficulty = models.CharField(max_length=8, choices=Difficulty, default=Difficulty.MEDIUM)
    expected_duration_minutes = models.PositiveIntegerField(default=5)
    expected_answer = models.TextField(blank=True)
    evaluation_criteria = models.JSONField(default=list, blank=True)
    is_ai_generated = models.BooleanField(default=True)
    bank_id = models.CharField(max_length=80, blank=True)
    planned_bank_id = models.CharField(max_length=80, blank=True)
    planned_difficulty = models.CharField(max_length=8, choices=Difficulty, blank=True)
    skills = models.JSONField(default=list, blank=True)
    title = models.CharField(max_length=200, blank=True)
    spec = models.JSONField(default=dict)
    tests = models.ForeignKey(ProblemTests, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "order"], name="question_order_once"),
        ]
        indexes = [models.Index(fields=["bank_id"])]

    def __str__(self) -> str:
        return f"{self.order}. {self.title or self.question_text[:60]}"
