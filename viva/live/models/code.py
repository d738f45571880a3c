"""The editor: what stands in it, how it came to stand there, and what was run."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from viva.interviews.models import InterviewQuestion
from viva.live.models.session import InterviewSession


class CodeBuffer(models.Model):
    """The editor's text of one question in one language; `seq` is the number of the last batch of edits in it."""

    session = models.ForeignKey(InterviewSession, on_delete=models.CASCADE, related_name="buffers")
    question = models.ForeignKey(InterviewQuestion, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=16, default="python")
    text = models.TextField(blank=True)
    seq = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "question", "language"], name="buffer_once")]

    def __str__(self) -> str:
        return f"Buffer {self.session_id}/{self.question_id} {self.language} at {self.seq}"


class EditBatch(models.Model):
    """Timed edits, kept to be replayed: `changes` is [[ms, from, to, insert], …] in UTF-16 units."""

    buffer = models.ForeignKey(CodeBuffer, on_delete=models.CASCADE, related_name="batches")
    seq = models.PositiveBigIntegerField()
    changes = models.JSONField()
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["seq"]
        constraints = [models.UniqueConstraint(fields=["buffer", "seq"], name="edit_batch_once")]

    def __str__(self) -> str:
        return f"Edits {self.buffer_id}/{self.seq}"


class SubmissionMode(models.TextChoices):
    RUN = "run", _("Run")
    TRY = "try", _("Own input")
    SUBMIT = "submit", _("Submit")


STOPPED = "STOPPED"  # the candidate's own doing: counts as if it had never been sent
RETURNED = "OK"  # of a try, which has nothing to be right or wrong by


class CodeSubmission(models.Model):
    """Code that was run, tried with `given` arguments of the candidate's own, or submitted.

    `verdict` is empty until it has been judged, then the judge's, STOPPED or RETURNED; `results` per test.
    `growth` is what was measured of a right solution's time (`viva.ai.types.CodeGrowth`), null where nothing was;
    `remark` what was said of it in the room.
    """

    session = models.ForeignKey(InterviewSession, on_delete=models.CASCADE, related_name="submissions")
    question = models.ForeignKey(InterviewQuestion, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveBigIntegerField()
    mode = models.CharField(max_length=8, choices=SubmissionMode)
    language = models.CharField(max_length=16, default="python")
    source = models.TextField()
    given = models.JSONField(null=True, blank=True)
    verdict = models.CharField(max_length=8, blank=True)
    passed = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.TextField(blank=True)
    results = models.JSONField(default=list, blank=True)
    growth = models.JSONField(null=True, blank=True)
    remark = models.TextField(blank=True)
    created_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="submission_number_once")]

    def __str__(self) -> str:
        return f"{self.mode} {self.session_id}#{self.number}"
