"""What several of these tests do: call an interview's parts as somebody, and wait for nothing."""

from __future__ import annotations

from typing import Any

from tests.api.clients import client_of
from tests.factories.interviews import question_of
from viva.accounts.models import User
from viva.interviews.models import Interview


def url(interview: Interview, part: str = "") -> str:
    return f"/api/v1/interviews/{interview.pk}/{part}"


def post(interview: Interview, part: str, body: Any = None, *, by: User | None = None) -> Any:
    """As its owner, unless it is `by` somebody else."""
    return client_of(by or interview.user).post(url(interview, part), body)


def get(interview: Interview, part: str = "", *, by: User | None = None, **more: Any) -> Any:
    return client_of(by or interview.user).get(url(interview, part), **more)


def submit(interview: Interview, order: int = 1, *, by: User | None = None, **body: Any) -> Any:
    """Answer the question with that `order`; "An answer." unless something else is given."""
    given = body or {"text_response": "An answer."}
    sent = {"question_id": question_of(interview, order).pk} | given
    return post(interview, "submit_response/", sent, by=by)
