"""Programs that call the API in the tests."""

from __future__ import annotations

from rest_framework.test import APIClient

from viva.accounts.families import open_family
from viva.accounts.models import User
from viva.api.v1.common import tokens


def client_of(user: User | None) -> APIClient:
    """A client with a fresh access token of `user`, or with none."""
    client = APIClient()
    if user is not None:
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {tokens.issue(open_family(user))['access']}")
    return client
