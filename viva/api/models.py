"""What the API remembers of its own."""

from __future__ import annotations

from django.db import models


class StoredAnswer(models.Model):
    """The first answer to a call with an `Idempotency-Key`; `status` is 0 while the call still runs.

    `key` is a hash of who called what with which key, `body_hash` of what was sent. `answer` is encrypted with the
    client's key in it, so the table alone tells nothing.
    """

    key = models.CharField(max_length=64, unique=True)
    body_hash = models.CharField(max_length=64)
    claim = models.CharField(max_length=32)
    created_at = models.DateTimeField(db_index=True)
    status = models.PositiveSmallIntegerField(default=0)
    answer = models.BinaryField(default=b"")

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.status}"
