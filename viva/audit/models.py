"""The record. It names people and things by their ids, so that erasing a person leaves no name behind in it."""

from __future__ import annotations

from typing import Any, Never

from django.db import models

from viva.core.errors import StateForbids


class AppendOnly(models.QuerySet["Entry"]):
    """Entries are added and read; the database itself refuses a change (migration 0002)."""

    def update(self, **kwargs: Any) -> Never:
        raise StateForbids("The audit trail is not changed.")

    def delete(self) -> Never:
        raise StateForbids("The audit trail is not erased.")


class Entry(models.Model):
    """`actor_id` is the user who did it; without one, the machine or (`by_link`) the holder of a link did.

    `action` reads as "interview.rescheduled"; the thing it was done to is `subject` ("interview") of `subject_id`.
    `data` holds JSON values, never an answer, a transcript or a key.
    """

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True, blank=True)
    by_link = models.BooleanField(default=False)
    company_id = models.BigIntegerField(null=True, blank=True)
    action = models.CharField(max_length=60)
    subject = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()
    data = models.JSONField(default=dict, blank=True)

    objects = AppendOnly.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "entries"
        indexes = [
            models.Index(fields=["subject", "subject_id", "id"]),
            models.Index(fields=["company_id", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.action} of {self.subject} {self.subject_id}"

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise StateForbids("The audit trail is not changed.")
        super().save(**kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> Never:
        raise StateForbids("The audit trail is not erased.")
