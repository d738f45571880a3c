"""Calls on slots in the tests."""

from __future__ import annotations

from typing import Any

from tests.api.clients import client_of
from viva.accounts.models import User
from viva.interviews.models import Interview
from viva.scheduling.models import InterviewSlot

SLOTS = "/api/v1/interviews/slots/"


def url(slot: InterviewSlot, rest: str = "") -> str:
    return f"{SLOTS}{slot.pk}/{rest}"


def book(slot: InterviewSlot, interview: Interview, *, by: User, **more: Any) -> Any:
    return client_of(by).post(url(slot, "book_slot/"), {"interview_id": interview.pk, **more})


def release(slot: InterviewSlot, interview: Interview, *, by: User, **more: Any) -> Any:
    return client_of(by).post(url(slot, "release/"), {"interview_id": interview.pk, **more})
