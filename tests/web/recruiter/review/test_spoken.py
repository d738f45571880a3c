"""What the review says of answers that were spoken."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.factories.recordings import make_recorded
from tests.factories.reviews import QUESTIONS, hold
from viva.interviews.models import Interview
from viva.live.models import ChatMessage
from viva.live.models.session import MessageKind, Speaker

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


@pytest.fixture
def interview() -> Interview:
    made = make_recorded(questions=QUESTIONS)
    hold(made)
    return made


def answer_of(interview: Interview) -> ChatMessage:
    said = ChatMessage.objects.filter(session__interview=interview, speaker=Speaker.CANDIDATE)
    return said.filter(kind=MessageKind.TEXT).order_by("number")[0]


def shown(interview: Interview) -> str:
    """The words of the review page, as its people read them."""
    client = Client()
    client.force_login(interview.user)
    answer = client.get(f"/dashboard/recruiter/interviews/{interview.pk}/")
    assert answer.status_code == 200
    text = re.sub(r"<(script|style|svg)\b.*?</\1>", "", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", text)))


@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"seen": True, "mended": True, "rough": True}, "Spoken, roughly written down, mended by the candidate"),
        ({"seen": True, "mended": False, "rough": False}, "Spoken, sent by the candidate as it was heard"),
        ({"seen": False, "mended": False, "rough": False}, "Spoken, sent at once as it was heard"),
        ({"seen": True, "mended": True, "missing": 2}, "candidate, 2 pieces could not be written down"),
        ({"seen": True}, "Spoken"),
    ],
)
def test_what_was_spoken_says_how_it_came_to_be_written(
    interview: Interview, how: dict[str, Any], words: str
) -> None:
    line = answer_of(interview)
    line.payload = {"spoken": how}
    line.save()
    assert words in shown(interview)


@pytest.mark.parametrize("payload", [{}, {"spoken": "x"}, {"spoken": []}])
def test_what_was_typed_says_nothing_of_it(interview: Interview, payload: dict[str, Any]) -> None:
    line = answer_of(interview)
    line.payload = payload
    line.save()
    assert "Spoken" not in shown(interview)
