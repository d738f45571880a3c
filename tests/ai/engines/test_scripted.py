from __future__ import annotations

import asyncio

import pytest

from viva.ai.engines.base import EngineError, Mode, Move, PlanRequest, SayRequest, UnderstandRequest
from viva.ai.engines.scripted import Delay, Hang, ScriptedEngine, default_questions, evaluation
from viva.ai.types import Difficulty, EvaluationRequest, Intent, Kind, Understanding

pytestmark = pytest.mark.unit

QUESTION = default_questions()[0]
HINT = UnderstandRequest("hint", QUESTION)


async def test_without_a_script_everything_is_an_answer_worth_seven():
    engine = ScriptedEngine()
    assert await engine.understand(HINT) == Understanding(Intent.ANSWER)
    assert await engine.evaluate(EvaluationRequest(QUESTION, ("Any.",)), deadline=1) == evaluation(7.0)


async def test_intents_and_scores_go_by_the_text():
    engine = ScriptedEngine(understandings={"hint": Intent.HINT}, scores={"Best.": 9.5, "Blank.": None})
    assert (await engine.understand(HINT)).intent is Intent.HINT
    asked = [EvaluationRequest(QUESTION, ("No.", said)) for said in ("Best.", "Blank.")]
    assert [(await engine.evaluate(request, deadline=1)).score for request in asked] == [9.5, None]


async def test_a_plan_is_cut_to_the_count():
    request = PlanRequest("Any", Kind.TECHNICAL, Difficulty.EASY, minutes=10, count=2)
    assert await ScriptedEngine().plan(request) == default_questions()[:2]


async def test_scripted_replies_come_in_order_and_then_the_default():
    engine = ScriptedEngine()
    engine.script("understand", Understanding(Intent.SKIP), EngineError("down", retryable=True))
    assert (await engine.understand(HINT)).intent is Intent.SKIP
    with pytest.raises(EngineError, match="down"):
        await engine.understand(HINT)
    assert (await engine.understand(HINT)).intent is Intent.ANSWER


async def test_a_hang_ends_by_the_callers_deadline():
    engine = ScriptedEngine()
    engine.script("understand", Hang())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(engine.understand(HINT), 0.02)


async def test_a_delay_passes_before_the_reply():
    engine = ScriptedEngine()
    engine.script("understand", Delay(0.05, Understanding(Intent.TIME)), Delay(0.0))
    begun = asyncio.get_running_loop().time()
    assert (await engine.understand(HINT)).intent is Intent.TIME
    assert asyncio.get_running_loop().time() - begun >= 0.05
    assert (await engine.understand(HINT)).intent is Intent.ANSWER


async def test_calls_are_kept_in_order():
    engine = ScriptedEngine()
    line = SayRequest(Move.REPEAT, Mode.REAL, {"question": "Why?"})
    await engine.understand(HINT)
    assert await engine.say(line) == "repeat: question=Why?"
    assert engine.calls == [("understand", HINT), ("say", line)]
    assert engine.requests("say") == [line]


async def test_a_method_that_does_not_exist_cannot_be_scripted():
    with pytest.raises(ValueError, match="grade"):
        ScriptedEngine().script("grade", None)
