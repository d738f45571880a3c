"""Feedback by the model: what it praises stands in an answer, and it names no number."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.ai.engines.llm.asking import ANSWER, QUESTION, SORTED
from tests.ai.engines.llm.conftest import Make
from tests.model_server import FEEDBACK, ModelServer, Says, asked_of
from viva.ai.engines.base import AnsweredQuestion, ConcludeRequest, Conclusion, Mode, Outcome
from viva.ai.engines.scripted import ScriptedEngine, evaluation
from viva.ai.types import Difficulty, Kind

pytestmark = pytest.mark.unit
WELL = AnsweredQuestion(QUESTION, Outcome.ANSWERED, evaluation(8.0), answers=(ANSWER,))
BADLY = AnsweredQuestion(QUESTION, Outcome.ANSWERED, evaluation(2.0), answers=("It is a kind of list, I think.",))
SKIPPED = AnsweredQuestion(QUESTION, Outcome.SKIPPED)


async def concluded(make: Make, model: ModelServer, *answered: AnsweredQuestion, **said: Any) -> Conclusion:
    model.script("conclude", Says(json.dumps(FEEDBACK | said)))
    request = ConcludeRequest(
        "Engineer", Kind.TECHNICAL, Difficulty.EASY, Mode.PRACTICE, answered or (WELL, BADLY)
    )
    return await make().conclude(request)


async def test_the_models_words_are_the_feedback(make: Make, model: ModelServer) -> None:
    found = await concluded(make, model)
    assert found.overall_feedback == FEEDBACK["overall_feedback"]
    assert found.recommendations == tuple(FEEDBACK["recommendations"])
    assert (found.engine, found.model) == ("llm", "scripted-model-1")


async def test_a_strength_stands_in_an_answer_or_is_none(make: Make, model: ModelServer) -> None:
    true = {"text": "You know what an index is.", "quote": SORTED}
    false = {"text": "You know about B-trees.", "quote": "a B-tree of pages"}
    found = await concluded(make, model, strengths=[true, false])
    assert found.strengths == (f"You know what an index is (“{SORTED}”).",)


async def test_a_weakness_is_about_a_question_that_went_badly(make: Make, model: ModelServer) -> None:
    told = [{"text": f"Question {number} stayed open.", "question": number} for number in (1, 2, 3, 0, -1)]
    found = await concluded(make, model, WELL, BADLY, weaknesses=told)
    assert found.weaknesses == ("Question 2 stayed open.",)


async def test_numbers_of_its_own_are_left_out(make: Make, model: ModelServer) -> None:
    said = "You were calm and clear throughout. I would score this 95%. Begin with indexes tomorrow."
    found = await concluded(make, model, overall_feedback=said)
    assert found.overall_feedback == "You were calm and clear throughout. Begin with indexes tomorrow."


@pytest.mark.parametrize("said", ["", "Good.", "Your score is 9/10."])
async def test_where_nothing_is_left_the_embedded_engine_writes_it(
    make: Make, model: ModelServer, said: str
) -> None:
    assert (await concluded(make, model, overall_feedback=said)).engine == "scripted"


async def test_where_nothing_was_said_no_model_is_asked(make: Make, model: ModelServer) -> None:
    assert (await concluded(make, model, SKIPPED)).engine == "scripted"
    assert model.asked == []


async def test_the_model_is_told_no_score(make: Make, model: ModelServer, embedded: ScriptedEngine) -> None:
    await concluded(make, model)
    asked = asked_of(model.requests("conclude")[0].body)
    assert "8.0" not in asked
    assert "all but all of it" in asked
