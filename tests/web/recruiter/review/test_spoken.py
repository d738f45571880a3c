"""What the review says of answers that were spoken."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories.recordings import make_recorded, make_utterance
from tests.factories.reviews import QUESTIONS, hold
from viva.core.time import now
from viva.interviews.models import Interview, InterviewResponse
from viva.interviews.services.withholding import UNHEARD, withhold_unheard
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


def test_what_was_written_down_again_stands_beside_what_was_sent(interview: Interview) -> None:
    line = answer_of(interview)
    written = {"text": "Heard <again>.", "engine": "pocketsphinx", "version": "en-us", "rough": True}
    make_utterance(interview, message=line, question=line.question, written_at=now(), **written)
    page = shown(interview)
    assert line.text.split()[0] in page
    assert "Written down again from the recording by pocketsphinx en-us, rough" in page
    assert "Heard <again>." in page
    assert "Said, and never sent" not in page


def test_before_it_is_written_down_again_nothing_is_said_of_it(interview: Interview) -> None:
    line = answer_of(interview)
    make_utterance(interview, message=line, question=line.question, next_attempt_at=now())
    assert "Written down again" not in shown(interview)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"text": "It was lost.", "engine": "whisper", "written_at": now()}, "It was lost."),
        ({"engine": "whisper", "written_at": now()}, "No words were understood."),
        ({"next_attempt_at": now()}, "It is still to be written down from the recording."),
        ({}, "It could not be written down."),
    ],
)
def test_what_was_never_sent_is_told_under_its_question(
    interview: Interview, fields: dict[str, Any], words: str
) -> None:
    make_utterance(interview, question=interview.questions.get(order=1), **fields)
    page = shown(interview)
    assert "Said, and never sent The candidate has not seen these words, so they are not judged." in page
    assert words in page


def test_an_answer_that_was_lost_says_why_it_has_no_score(interview: Interview) -> None:
    question = interview.questions.get(order=3)
    InterviewResponse.objects.filter(question=question).update(outcome="left", score=0.0, is_evaluated=True)
    assert UNHEARD.reason not in shown(interview)
    withhold_unheard(interview.pk, [question.pk])
    page = shown(interview)
    assert UNHEARD.reason in page
    assert "Needs review" in page


def test_it_costs_as_many_queries_for_many_as_for_one(interview: Interview) -> None:
    question = interview.questions.get(order=1)
    make_utterance(interview, question=question)
    shown(interview)  # what is read once and kept
    with CaptureQueriesContext(connection) as once:
        shown(interview)
    for _ in range(3):
        make_utterance(interview, question=question)
    with CaptureQueriesContext(connection) as again:
        shown(interview)
    assert len(again) == len(once)
