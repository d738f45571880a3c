"""The model judges criteria with quotes; code checks them, does the sum, and holds it to the embedded grader."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from tests.ai.engines.llm.asking import ALL_MET, ANSWER, COST, QUESTION, SCAN, SORTED, answered, records_of
from tests.ai.engines.llm.conftest import Make
from tests.model_server import ModelServer, Says, judgement
from viva.ai.engines.base import EngineError
from viva.ai.engines.scripted import ScriptedEngine, evaluation
from viva.ai.types import CodeJudgement, CodeResult, Criterion, Evaluation, EvaluationRequest, Metrics

pytestmark = pytest.mark.unit


async def judged(make: Make, model: ModelServer, said: Any = None, **config: Any) -> Evaluation:
    """Of the answer, by a model that says `said` of the criteria; the embedded grader gave 7."""
    model.script("judge", Says(judgement(said or ALL_MET)))
    return await make(**config).evaluate(answered(), deadline=10)


async def test_the_number_is_the_weighted_share_of_what_is_met(make: Make, model: ModelServer) -> None:
    said = {"sorted": ("yes", SORTED), "scan": ("partly", SCAN), "cost": ("mostly", COST)}
    found = await judged(make, model, said)
    assert found.score == 10 * (1.0 + 0.5 + 2 * 0.75) / 4
    assert [point.key_point for point in found.covered] == ["sorted", "scan", "cost"]
    assert (found.engine, found.model, found.prompt_version) == ("llm", "scripted-model-1", "judge-1")


async def test_what_is_said_wrongly_costs_more_than_what_is_not_said(make: Make, model: ModelServer) -> None:
    unsaid = await judged(make, model, ALL_MET | {"scan": ("no", "")})
    wrong = await judged(make, model, ALL_MET | {"scan": ("wrong", SCAN)})
    assert (unsaid.score, wrong.score) == (7.5, 6.25)
    assert [point.key_point for point in wrong.missing] == ["scan"]


async def test_quotes_are_the_answers_own_letters(make: Make, model: ModelServer) -> None:
    found = await judged(make, model, ALL_MET | {"cost": ("yes", "writing  becomes SLOWER — because the index")})
    [quote] = [point.quote for point in found.covered if point.key_point == "cost"]
    assert quote == "Writing becomes slower, because the index"
    assert all(point.quote in ANSWER for point in found.covered)


@pytest.mark.parametrize(
    "quote", ["it uses a B-tree of pages", "", "index", "the index", "every row keeps values"]
)
async def test_a_quote_that_was_not_said_is_dropped_and_lowers_the_confidence(
    make: Make, model: ModelServer, quote: str
) -> None:
    honest = await judged(make, model)
    found = await judged(make, model, ALL_MET | {"cost": ("yes", quote)})
    assert [point.key_point for point in found.missing] == ["cost"]
    assert found.missing[0].quote is None
    assert found.score == 5.0
    assert found.confidence < honest.confidence


async def test_a_point_without_a_quote_counts_what_the_embedded_grader_found(
    make: Make, model: ModelServer, embedded: ScriptedEngine
) -> None:
    from viva.ai.types import Coverage

    metrics = Metrics(7, 7, 7, 7)
    point = Coverage("cost", "Writes become slower.", 0.6, "Writing becomes slower")
    embedded.script("evaluate", Evaluation(7.0, metrics, covered=(point,), engine="scripted"))
    found = await judged(make, model, ALL_MET | {"cost": ("yes", "invented words here")})
    assert found.score == 10 * (1 + 1 + 2 * 0.6) / 4


async def test_what_the_embedded_grader_found_by_its_rubric_is_kept_and_does_not_move_the_number(
    make: Make, model: ModelServer, embedded: ScriptedEngine
) -> None:
    plain = await judged(make, model)
    shown = Criterion("result", "It tells how it ended.", 0.3, advice="Say what came of it.")
    embedded.script("evaluate", replace(evaluation(7.0), criteria=(shown,)))
    found = await judged(make, model)
    assert (plain.criteria, found.criteria) == ((), (shown,))
    assert found.score == plain.score


@pytest.mark.parametrize(
    ("beside", "score", "review"), [(10.0, 10.0, False), (7.5, 10.0, False), (6.0, 9.0, True)]
)
async def test_it_lies_at_most_three_points_from_the_embedded_grader(
    make: Make, model: ModelServer, embedded: ScriptedEngine, beside: float, score: float, review: bool
) -> None:
    embedded.script("evaluate", evaluation(beside))
    found = await judged(make, model)
    assert (found.score, found.needs_review) == (score, review)


async def test_it_is_lifted_as_it_is_lowered(make: Make, model: ModelServer) -> None:
    found = await judged(make, model, dict.fromkeys(ALL_MET, ("no", "")))
    assert (found.score, found.needs_review) == (4.0, True)


@pytest.mark.parametrize("beside", [EngineError("down"), evaluation(None)])
async def test_alone_it_is_unsure_and_a_person_looks(
    make: Make, model: ModelServer, embedded: ScriptedEngine, beside: Any
) -> None:
    embedded.script("evaluate", beside)
    found = await judged(make, model)
    assert (found.score, found.needs_review) == (10.0, True)
    assert found.confidence <= 0.5


async def test_hints_cost_what_they_cost(make: Make, model: ModelServer, embedded: ScriptedEngine) -> None:
    model.script("judge", Says(judgement(ALL_MET)))
    found = await make().evaluate(answered(hints_used=2), deadline=10)
    assert found.score == 9.0
    assert "2 hints were used" in found.feedback


async def test_code_is_weighed_by_its_tests_and_the_model_judges_what_was_said(
    make: Make, model: ModelServer, embedded: ScriptedEngine
) -> None:
    code = CodeResult("def f(): ...", "python", passed=5, total=10, verdict="WA")
    beside = CodeJudgement(tests=0.5, said=0.2, readability=None)
    embedded.script("evaluate", Evaluation(5.0, Metrics(5, 5, 5, 5), code=beside, engine="scripted"))
    model.script("judge", Says(judgement(ALL_MET)))
    found = await make().evaluate(answered(code=code), deadline=10)
    assert found.score == round(10 * (0.6 * 0.5 + 0.15 * 0.5 + 0.15 * 1.0) / 0.9, 2)
    assert found.code is not None
    assert (found.code.tests, found.code.said) == (0.5, 1.0)
    assert "passed 5 of 10 tests" in found.feedback


async def test_code_without_the_embedded_judgement_of_it_has_no_score(
    make: Make, model: ModelServer, embedded: ScriptedEngine
) -> None:
    embedded.script("evaluate", EngineError("down"))
    code = CodeResult("def f(): ...", "python", passed=10, total=10, verdict="AC")
    with pytest.raises(EngineError):
        await make().evaluate(answered(code=code), deadline=10)


@pytest.mark.parametrize("answer", ["", "  ", "asdfgh qwerty zxcvb asdfgh", "..."])
async def test_where_nothing_was_said_no_model_is_asked(make: Make, model: ModelServer, answer: str) -> None:
    found = await make().evaluate(answered(answer), deadline=10)
    assert (found.engine, found.made) == ("scripted", None)
    assert model.asked == []


async def test_a_turn_without_time_left_is_judged_by_the_embedded_grader_at_once(
    make: Make, model: ModelServer
) -> None:
    """Another answer of the same turn has used up what it may take."""
    found = await make().evaluate(answered(seconds=0.5), deadline=10)
    assert found.made is not None
    assert (found.engine, found.made.fallback) == ("scripted", "no_time")
    assert model.asked == []


async def test_the_model_names_no_numbers_to_the_candidate(make: Make, model: ModelServer) -> None:
    told = "You named the cost. I give this 10/10. Your score is high. Look at covering indexes next."
    model.script("judge", Says(judgement(ALL_MET, feedback=told)))
    found = await make().evaluate(answered(), deadline=10)
    assert found.feedback == "You named the cost. Look at covering indexes next."


async def test_signs_that_are_no_letters_do_not_reach_what_is_stored(make: Make, model: ModelServer) -> None:
    """A database refuses some of them. Half a letter in JSON is no text to begin with."""
    told = "You named\x00 the cost. Look at\x1b covering\u202e indexes next."
    model.script("judge", Says(judgement(ALL_MET, feedback=told), model="m\x00\udfff"))
    found = await make().evaluate(answered(), deadline=10)
    assert found.feedback == "You named the cost. Look at covering indexes next."
    assert found.model == "m"


async def test_what_made_the_judgement_is_kept_with_it(make: Make, model: ModelServer) -> None:
    model.script("judge", Says(judgement(ALL_MET), usage=(900, 150)))
    engine = make()
    made = (await engine.evaluate(answered(), deadline=10)).made
    assert made is not None
    assert (made.prompt_tokens, made.completion_tokens, made.temperature) == (900, 150, 0.0)
    body = model.requests("judge")[0].body
    assert (made.seed, made.temperature) == (body["seed"], body["temperature"])
    assert made.latency_ms == records_of(engine)[0].latency_ms


async def test_of_several_judgements_the_middle_counts_and_their_distance_is_doubt(
    make: Make, model: ModelServer
) -> None:
    none = dict.fromkeys(ALL_MET, ("no", ""))
    agreed = await judged(make, model)
    for said in (ALL_MET, ALL_MET, none):
        model.script("judge", Says(judgement(said)))
    engine = make(samples=3)
    found = await engine.evaluate(answered(), deadline=10)
    assert found.score == 10.0
    assert found.confidence < agreed.confidence
    seeds = {asked.body["seed"] for asked in model.requests("judge")[1:]}
    assert len(seeds) == 3
    assert found.made is not None
    assert (found.made.samples, found.made.temperature) == (3, 0.4)


async def test_of_several_judgements_one_that_fails_is_left_out(make: Make, model: ModelServer) -> None:
    good = Says(judgement(ALL_MET))
    model.script("judge", good, Says("{}"), good, Says("{}"))
    assert (await make(samples=3).evaluate(answered(), deadline=10)).score == 10.0


@pytest.mark.parametrize("said", [{}, {"another": ("yes", SORTED)}, {"cost": ("no", "")}])
async def test_what_passes_over_most_of_the_criteria_is_no_judgement(
    make: Make, model: ModelServer, said: dict[str, tuple[str, str]]
) -> None:
    """In form it is one, and would be a 0 that nobody gave."""
    model.script("judge", Says(judgement(said)))
    found = await make().evaluate(answered(), deadline=10)
    assert found.made is not None
    assert (found.engine, found.score, found.made.fallback) == ("scripted", 7.0, "unfit")


async def test_a_sceptic_takes_away_what_does_not_hold(make: Make, model: ModelServer) -> None:
    claims = [
        {"id": "sorted", "verdict": "holds"},
        {"id": "cost", "verdict": "fails"},
        {"id": "x", "verdict": "fails"},
    ]
    model.script("sceptic", Says(json.dumps({"claims": claims})))
    found = await judged(make, model, sceptic=True)
    assert found.score == 5.0
    assert [point.key_point for point in found.missing] == ["cost"]


async def test_a_sceptic_that_fails_leaves_the_first_look(make: Make, model: ModelServer) -> None:
    model.always["sceptic"] = Says("I doubt it.")
    assert (await judged(make, model, sceptic=True)).score == 10.0


async def test_a_question_without_key_points_is_judged_by_its_expected_answer(
    make: Make, model: ModelServer
) -> None:
    from dataclasses import replace

    question = replace(QUESTION, key_points=())
    model.script("judge", Says(judgement({"whole": ("mostly", SCAN)})))
    found = await make().evaluate(EvaluationRequest(question, (ANSWER,)), deadline=10)
    assert found.score == 7.5
