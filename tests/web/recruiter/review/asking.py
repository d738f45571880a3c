"""Asking for the pages of the review."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from viva.accounts.models import User
from viva.interviews.models import Interview

LIST = "/dashboard/recruiter/interviews/"


def as_(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def url(interview: Interview, part: str = "") -> str:
    return f"{LIST}{interview.pk}/{part}"


def shown(user: User, interview: Interview) -> str:
    answer = as_(user).get(url(interview))
    assert answer.status_code == 200
    return answer.content.decode()


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)
