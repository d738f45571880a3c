"""A program's sign-in: the tokens that descend from one another."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class TokenFamily(models.Model):
    """All tokens of one sign-in over the API. `current` is the id of the only refresh token that still works.

    `mark` is the session hash of the password at sign-in: another password ends the family. No token is stored.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="token_families")
    current = models.CharField(max_length=32)
    mark = models.CharField(max_length=128)
    created_at = models.DateTimeField()
    refreshed_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "token families"

    def __str__(self) -> str:
        return f"Tokens of {self.user_id}"
