"""What a company's interview has beside the answers: its questions' source, consent, decision, words of people."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from viva.interviews.enums import Difficulty, InterviewType
from viva.interviews.models.interview import Interview
from viva.interviews.models.template import InterviewTemplate
from viva.jobs.models import Job


class QuestionSource(models.TextChoices):
    GENERATED = "generated", _("Chosen by Viva for each candidate")
    TEMPLATE = "template", _("From a template")
    CHOSEN = "chosen", _("Written or picked by you")


class QuestionSet(models.Model):
    """What the interviews of a job ask. `questions` is as in a template: [{question, type, difficulty, …}, …].

    `adaptive` only where they are generated: candidates of one job are then asked questions of other difficulty.
    """

    job = models.OneToOneField(Job, on_delete=models.CASCADE, related_name="question_set")
    source = models.CharField(max_length=16, choices=QuestionSource, default=QuestionSource.GENERATED)
    interview_type = models.CharField(max_length=16, choices=InterviewType, default=InterviewType.TECHNICAL)
    difficulty = models.CharField(max_length=8, choices=Difficulty, default=Difficulty.MEDIUM)
    total_questions = models.PositiveIntegerField(default=5)
    adaptive = models.BooleanField(default=False)
    template = models.ForeignKey(
        InterviewTemplate, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    questions = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return f"Questions of {self.job_id}"


class Consent(models.Model):
    """What the candidate was told (`version` of the disclosure) and agreed to, before the interview began.

    `user` is the signed-in candidate; without one, the holder of the link agreed.
    """

    interview = models.OneToOneField(Interview, on_delete=models.CASCADE, related_name="consent")
    version = models.CharField(max_length=40)
    locale = models.CharField(max_length=16, default="en")
    ai_evaluation = models.BooleanField()
    recording = models.BooleanField(default=False)
    retention_days = models.PositiveIntegerField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    given_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Consent to {self.interview_id}"


class PersonRequest(models.Model):
    """The candidate asks for a person, or another form: flagged until somebody of the company has answered."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="person_requests")
    note = models.TextField(max_length=2000, blank=True)
    created_at = models.DateTimeField()
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    handled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview"], condition=models.Q(handled_at__isnull=True), name="person_asked_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Request {self.pk} in {self.interview_id}"


class Verdict(models.TextChoices):
    ADVANCE = "advance", _("Advance")
    HOLD = "hold", _("On hold")
    REJECT = "reject", _("Reject")


class Decision(models.Model):
    """A person's decision after an interview. The latest counts; earlier ones are kept."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="decisions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    verdict = models.CharField(max_length=16, choices=Verdict)
    reason = models.TextField(max_length=2000, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.verdict} for {self.interview_id}"


class Comment(models.Model):
    """Between the people of the company; the candidate never sees it."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(max_length=4000)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"Comment {self.pk} on {self.interview_id}"
