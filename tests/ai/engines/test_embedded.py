from __future__ import annotations

import asyncio
import subprocess
import sys
import threading
import time
from collections.abc import Sequence

import pytest

from viva.ai.bank.loader import load_bank
from viva.ai.dialogue.signs import Shares, Weighable
from viva.ai.engines.base import (
    ConcludeRequest,
    EngineError,
    Mode,
    Move,
    PlanRequest,
    SayRequest,
    UnderstandRequest,
)
from viva.ai.engines.embedded import GRADERS, EmbeddedEngine
from viva.ai.engines.scripted import evaluation
from viva.ai.grading.errors import GradingError
from viva.ai.types import Difficulty, Evaluation, EvaluationRequest, Intent, Kind

pytestmark = pytest.mark.unit

WISH = PlanRequest("Back-end developer", Kind.TECHNICAL, Difficulty.MEDIUM, minutes=30, count=3, seed=5)
QUESTION = load_bank().questions[0]
OPEN = "I don't suppose you might put that to me in plainer words?"


class FakeGrader:
    """Stands for the pool of processes: replies, or raises, what it was made with."""

    def __init__(self, reply: Evaluation | Exception) -> None:
        self.reply = reply
        self.running = False
        self.asked: list[tuple[EvaluationRequest, float]] = []
        self.weighed: list[str] = []

    async def start(self) -> None:
        self.running = True

    async def stop(self) -> None:
        self.running = False

    async def grade(self, request: EvaluationRequest, *, deadline: float, in_advance: bool = False) -> Evaluation:
        self.asked.append((request, deadline))
        if isinstance(self.reply, Exception):
            raise self.reply
        return self.reply

    async def weigh(self, utterances: Sequence[Weighable], *, deadline: float) -> list[Shares]:
        self.weighed += [text for text, _ in utterances]
        if isinstance(self.reply, Exception):
            raise self.reply
        return [tuple(float(intent is Intent.CLARIFY) for intent in Intent)]


def engine(reply: Evaluation | Exception | None = None, **parts) -> EmbeddedEngine:
    return EmbeddedEngine(grader=FakeGrader(reply or evaluation(6.0)), **parts)


async def test_a_plan_comes_from_the_bank_and_is_the_same_for_the_same_seed():
    first, again = await engine().plan(WISH), await engine().plan(WISH)
    assert len(first) == 3
    assert first == again
    assert {question.id for question in first} <= set(load_bank().by_id)


async def test_a_plan_does_not_repeat_what_was_asked_before():
    first = await engine().plan(WISH)
    asked = tuple(question.id for question in first)
    second = await engine().plan(
        PlanRequest(WISH.role, WISH.kind, WISH.difficulty, minutes=30, count=3, seed=5, asked_before=asked)
    )
    assert not {question.id for question in second} & set(asked)


async def test_an_empty_bank_is_an_error_that_no_retry_mends():
    with pytest.raises(EngineError, match="empty") as raised:
        await engine(bank_loader=tuple).plan(WISH)
    assert raised.value.retryable is False


async def test_reading_the_bank_does_not_hold_up_the_event_loop():
    loaders: list[threading.Thread] = []

    def slow_bank():
        loaders.append(threading.current_thread())
        time.sleep(0.3)
        return load_bank()

    planning = asyncio.create_task(engine(bank_loader=slow_bank).plan(WISH))
    ticks = 0
    while not planning.done():
        await asyncio.sleep(0.01)
        ticks += 1
    assert loaders[0] is not threading.main_thread()
    assert ticks >= 10


async def test_what_is_said_is_understood():
    understanding = await engine().understand(UnderstandRequest("Could I have a hint?", QUESTION))
    assert understanding.intent is Intent.HINT


async def test_what_the_rules_leave_open_is_weighed_where_the_encoder_is():
    grader = FakeGrader(evaluation(6.0))
    said = ["Could I have a hint?", OPEN, "An index helps. " * 30]
    read = [await EmbeddedEngine(grader=grader).understand(UnderstandRequest(each, QUESTION)) for each in said]
    assert [each.intent for each in read] == [Intent.HINT, Intent.CLARIFY, Intent.ANSWER]
    assert grader.weighed == [OPEN]


async def test_what_cannot_be_weighed_is_read_by_rules():
    failing = engine(GradingError("grading_timeout", "Judging took too long.", retryable=True))
    assert (await failing.understand(UnderstandRequest(OPEN, QUESTION))).intent is Intent.ANSWER


async def test_an_answer_is_judged_by_the_grader_within_the_deadline():
    grader = FakeGrader(evaluation(8.0))
    request = EvaluationRequest(QUESTION, ("An answer.",))
    judged = await EmbeddedEngine(grader=grader).evaluate(request, deadline=2.5)
    assert judged == evaluation(8.0)
    assert grader.asked == [(request, 2.5)]


@pytest.mark.parametrize("retryable", [True, False])
async def test_the_graders_errors_are_the_engines(retryable):
    failing = engine(GradingError("grading_timeout", "Judging took too long.", retryable=retryable))
    with pytest.raises(EngineError, match="Judging took too long") as raised:
        await failing.evaluate(EvaluationRequest(QUESTION, ("An answer.",)), deadline=1)
    assert raised.value.retryable is retryable


async def test_lines_are_worded_and_a_missing_slot_is_an_error():
    said = await engine().say(SayRequest(Move.REPEAT, Mode.REAL, {"question": "Why?"}))
    assert said.endswith("Why?")
    with pytest.raises(EngineError, match="question"):
        await engine().say(SayRequest(Move.REPEAT, Mode.REAL))


async def test_a_conclusion_names_the_engine():
    request = ConcludeRequest("Developer", Kind.HR, Difficulty.EASY, Mode.PRACTICE, answered=())
    assert (await engine().conclude(request)).engine == "embedded"


async def test_the_grader_starts_and_stops_with_the_engine():
    grader = FakeGrader(evaluation(8.0))
    started = EmbeddedEngine(grader=grader)
    await started.start()
    assert grader.running
    await started.stop()
    assert not grader.running


def test_the_engine_needs_no_django():
    code = "import sys, viva.ai.engines.embedded; print([m for m in sys.modules if m.split('.')[0] == 'django'])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


async def test_a_question_just_asked_is_made_ready_once():
    from viva.ai.bank.loader import load_bank

    grader = CountingGrader()
    engine = EmbeddedEngine(grader=grader)
    question = next(each for each in load_bank() if each.problem is None)
    await engine.prepare(question)
    await engine.prepare(question)
    assert grader.asked == [question.id] * GRADERS


class CountingGrader:
    def __init__(self) -> None:
        self.asked: list[str] = []

    async def start(self) -> None: ...

    async def stop(self) -> None: ...

    async def grade(self, request, *, deadline, in_advance=False):
        self.asked.append(request.question.id)
