"""What a company asks of its own, beside the built-in bank."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from viva.accounts.models import Company
from viva.ai import types
from viva.interviews.enums import Difficulty


class SpokenKind(models.TextChoices):
    """The kinds without code, whose problems are the bank's alone."""

    TECHNICAL = "technical", _("Technical")
    BEHAVIORAL = "behavioral", _("Behavioural")
    SYSTEM_DESIGN = "system_design", _("System design")
    HR = "hr", _("HR")


class OwnQuestion(models.Model):
    """A question of the company, in the bank's form; `slug` is its id within the company and never changes.

    `key_points` is [{id, text, weight, paraphrases}, …], `follow_ups` [{key_point, text}, …], `wrong_answers`
    [{text, why}, …]. What is archived is neither offered nor chosen; sets that have picked it go on asking it.
    Interviews hold copies, so no change here reaches one that stands.
    """

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="own_questions")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    slug = models.CharField(max_length=60)
    text = models.TextField()
    kind = models.CharField(max_length=16, choices=SpokenKind, default=SpokenKind.TECHNICAL)
    difficulty = models.CharField(max_length=8, choices=Difficulty, default=Difficulty.MEDIUM)
    roles = models.JSONField(default=list, blank=True)
    skills = models.JSONField(default=list, blank=True)
    minutes = models.PositiveSmallIntegerField(default=5)
    clarification = models.TextField(blank=True)
    expected_answer = models.TextField(blank=True)
    model_answer = models.TextField(blank=True)
    key_points = models.JSONField(default=list, blank=True)
    follow_ups = models.JSONField(default=list, blank=True)
    hints = models.JSONField(default=list, blank=True)
    wrong_answers = models.JSONField(default=list, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["company", "archived_at", "-changed_at"])]
        constraints = [models.UniqueConstraint(fields=["company", "slug"], name="own_question_slug_once")]

    def __str__(self) -> str:
        return self.slug

    @property
    def bank_id(self) -> str:
        """Its id among all questions: no id of the bank holds a slash."""
        return f"c{self.company_id}/{self.slug}"

    def as_question(self, *, with_bank_id: bool = True) -> types.Question:
        """As the engines take it; without `with_bank_id` under its slug, as files name it."""
        return types.Question(
            id=self.bank_id if with_bank_id else self.slug,
            text=self.text,
            kind=types.Kind(self.kind),
            difficulty=types.Difficulty(self.difficulty),
            expected_answer=self.expected_answer,
            roles=tuple(self.roles),
            skills=tuple(self.skills),
            key_points=tuple(
                types.KeyPoint(each["id"], each["text"], each["weight"], tuple(each["paraphrases"]))
                for each in self.key_points
            ),
            follow_ups=tuple(types.FollowUp(each["key_point"], each["text"]) for each in self.follow_ups),
            hints=tuple(self.hints),
            clarification=self.clarification,
            minutes=self.minutes,
            model_answer=self.model_answer,
            wrong_answers=tuple(types.WrongAnswer(each["text"], each["why"]) for each in self.wrong_answers),
        )
