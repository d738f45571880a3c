"""Rooms with everything that hangs on them, made through the services that make them in earnest."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Sequence

from tests.factories.accounts import UserFactory
from viva.accounts.models import User
from viva.ai.engines.scripted import default_questions
from viva.ai.types import Difficulty, FollowUp, Kind, Problem, Question, TestCase
from viva.interviews.enums import Mode
from viva.live.driver import work_out
from viva.live.models import ChatMessage, InterviewSession
from viva.live.models.session import MessageKind
from viva.live.scripts import plan_of
from viva.live.services import inbox
from viva.live.services.sessions import PracticeChoice, begin_session, create_practice_session
from viva.live.services.turns import apply_turn, load_turn

TALK = default_questions()
RIGHT = "def double(n):\n    return 2 * n\n"
STARTER = "def double(n):\n    pass\n"
CODE = Question(
    id="double",
    text="Double it.",
    kind=Kind.CODING,
    difficulty=Difficulty.EASY,
    expected_answer="the-expected-answer",
    skills=("doubling",),
    hints=("first-hint-text", "second-hint-text"),
    follow_ups=(FollowUp("cost", "What does it cost?"),),
    problem=Problem(
        title="Double",
        statement="Write double(n).",
        entry_point="double",
        starters={"python": STARTER},
        samples=(TestCase(args=(1,), expected=2),),
        hidden=(TestCase(args=(8_001,), expected=16_002), TestCase(args=(8_002,), expected=16_004)),
    ),
)


def make_session(
    user: User | None = None,
    *,
    questions: Sequence[Question] = TALK,
    minutes: int = 30,
    mode: Mode = Mode.PRACTICE,
    begun: bool = True,
) -> InterviewSession:
    """A session with these questions; `begun` as the first `hello` would."""
    choice = PracticeChoice(
        role="Engineer", kind="technical", difficulty="medium", minutes=minutes, language="python", mode=mode
    )
    session = create_practice_session(user or UserFactory(), choice=choice, questions=questions)
    if begun:
        begin_session(session.pk)
    return InterviewSession.objects.select_related("interview__user").get(pk=session.pk)


def say(session: InterviewSession, text: str = "An answer.") -> ChatMessage:
    return inbox.accept_message(session.pk, client_id=uuid.uuid4(), text=text)


def submit(session: InterviewSession, source: str = RIGHT, *, order: int = 1, kind: str = "submit") -> ChatMessage:
    """Submit (or run) code to the question with that `order`."""
    question = plan_of(session).ids[order - 1]
    return inbox.accept_code(
        session.pk, client_id=uuid.uuid4(), kind=MessageKind(kind), question_id=question, source=source
    )


def answer(session: InterviewSession) -> list[ChatMessage]:
    """The interviewer's turn: what waits is worked out by the engine of this process, and stored."""
    turn = load_turn(session.pk)
    assert turn
    return apply_turn(turn, asyncio.run(work_out(turn)))
