"""Stories and designs by rubric: each criterion is told when it is there, and form alone earns nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from viva.ai.bank.loader import load_bank
from viva.ai.grading.criteria import RUBRIC, judge_criteria, rubric_of, weigh
from viva.ai.grading.cues import load_rubrics
from viva.ai.grading.encoder import load_encoder
from viva.ai.grading.grader import grade
from viva.ai.grading.reading import read_answers
from viva.ai.grading.spelling import respell
from viva.ai.types import Criterion, Difficulty, Evaluation, EvaluationRequest, Kind, Question

pytestmark = pytest.mark.integration

LABELLED: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "rubrics.yaml").read_text(encoding="utf-8")
)
FLOOR = 0.5
"""Share from which a criterion counts as shown."""
PROMISE = load_bank().by_id["kept-promise"]
STORY = (
    "Last summer our choir had to move its concert three days before it took place. I was responsible for the "
    "programme. I called the other hall, borrowed two pianos and printed new tickets by hand. In the end four "
    "hundred people came, fifty more than the year before. I learned to ask for a second hall in spring."
)


def asked(kind: Kind, text: str = "Tell me about a time when something went wrong.") -> Question:
    return Question(id="q", text=text, kind=kind, difficulty=Difficulty.MEDIUM, expected_answer="")


def criteria_of(answer: str, kind: Kind) -> dict[str, Criterion]:
    question = asked(kind)
    sentences = load_encoder().encode([each.text for each in read_answers((answer,), question.text).judged])
    return {each.id: each for each in judge_criteria(question, sentences, (answer,), near=1.0)}


def judged(question: Question, answer: str) -> Evaluation:
    return grade(EvaluationRequest(question=question, answers=(answer,)))


def agreement(half: str) -> Counter[str]:
    """How often the detector was right and wrong over the labelled answers of that half."""
    found: Counter[str] = Counter()
    for row in LABELLED:
        if row["half"] == half:
            for each in criteria_of(row["answer"], Kind(row["kind"])).values():
                shown, there = each.share >= FLOOR, each.id in row["present"]
                found[("right" if there else "wrong") if shown else "missed" if there else "left"] += 1
    return found


@pytest.mark.parametrize(("half", "precision", "recall"), [("tuning", 0.95, 0.95), ("held_out", 0.8, 0.9)])
def test_what_the_labelled_answers_show_is_found_and_little_else(
    half: str, precision: float, recall: float
) -> None:
    counted = agreement(half)

    assert counted["right"] / (counted["right"] + counted["wrong"]) >= precision
    assert counted["right"] / (counted["right"] + counted["missed"]) >= recall


def test_half_of_the_labelled_answers_was_held_out() -> None:
    assert Counter(row["half"] for row in LABELLED) == {"tuning": 26, "held_out": 26}


def test_each_criterion_of_a_story_has_its_quote_word_for_word() -> None:
    found = criteria_of(STORY, Kind.BEHAVIORAL)

    assert {name: each.share >= FLOOR for name, each in found.items()} == dict.fromkeys(
        ["situation", "task", "action", "result", "reflection"], True
    )
    assert all(each.quote and each.quote in STORY for each in found.values())
    assert found["action"].quote == "I called the other hall, borrowed two pianos and printed new tickets by hand."


def test_what_is_missing_is_said_and_nothing_where_nothing_is() -> None:
    found = criteria_of("Last year our server broke. I replaced the disk and restored the copy.", Kind.BEHAVIORAL)

    assert (found["action"].advice, found["action"].share) == ("", 1.0)
    assert found["reflection"].advice == "Close with what you learned, or do otherwise since."
    assert found["reflection"].quote is None


@pytest.mark.parametrize(
    "row", [row for row in LABELLED if row["half"] == "tuning" and not row["present"]], ids=lambda row: row["id"]
)
def test_generalities_and_the_names_of_the_criteria_show_none(row: dict[str, Any]) -> None:
    assert {
        name: each.share
        for name, each in criteria_of(row["answer"], Kind(row["kind"])).items()
        if each.share >= FLOOR
    } == {}


def test_a_perfect_story_about_something_else_earns_next_to_nothing() -> None:
    story = judged(PROMISE, STORY)
    told = judged(replace(PROMISE, kind=Kind.TECHNICAL), STORY)

    assert story.criteria
    assert told.criteria == ()
    assert story.score is not None
    assert told.score is not None
    assert story.score <= min(3.0, told.score)


def test_names_of_the_criteria_earn_nothing_at_all() -> None:
    stuffed = judged(PROMISE, "Situation, task, action, result, reflection. " * 4)

    assert stuffed.score is not None
    assert stuffed.score <= 1
    assert all(each.share == 0 for each in stuffed.criteria)


def test_the_rubric_takes_away_and_never_adds() -> None:
    question = asked(Kind.BEHAVIORAL)
    shares = [[0.0] * 5, [0.5] * 5, [1.0, 1.0, 0.5, 0.5, 0.5], [1.0] * 5]
    scores = [
        weigh(8.0, [Criterion(str(n), "", share) for n, share in enumerate(each)], question) for each in shares
    ]

    assert scores == pytest.approx([8 * (1 - RUBRIC), 8 * (1 - RUBRIC * 2 / 7), 8.0, 8.0])
    assert weigh(0.0, [Criterion("a", "", 1.0)], question) == 0.0
    assert weigh(8.0, [], question) == 8.0


def test_nobody_has_to_show_more_than_the_expected_answer() -> None:
    bare = replace(asked(Kind.BEHAVIORAL), expected_answer="One owns up early and offers a way out.")
    nothing = [Criterion(str(number), "", 0.0) for number in range(5)]

    assert weigh(8.0, nothing, bare) == 8.0


def test_padding_changes_nothing_and_the_figures_of_the_question_are_no_estimate() -> None:
    question = asked(Kind.SYSTEM_DESIGN, "Forty million people read from three regions. Design it.")
    restated = load_encoder().encode(["So there are forty million people in three regions."])
    own = load_encoder().encode(["With ten reads a day that is about 4600 requests per second."])
    plain, padded = (
        criteria_of(text, Kind.BEHAVIORAL) for text in (STORY, f"Well, good question. {STORY} Thanks.")
    )

    assert {each.id: each.share for each in judge_criteria(question, restated, (), near=1.0)}["numbers"] == 0
    assert {each.id: each.share for each in judge_criteria(question, own, (), near=1.0)}["numbers"] >= FLOOR
    assert {name: each.share for name, each in plain.items()} == {n: each.share for n, each in padded.items()}


def test_spelling_and_second_language_grammar_keep_the_criteria() -> None:
    told = "Last summer our server brake down. It was my responsible. I call vendor, I change disk and I test it."
    spelt = STORY.replace("responsible", "responsable").replace("borrowed", "borowed").replace("learned", "lerned")

    assert all(criteria_of(told, Kind.BEHAVIORAL)[name].share >= FLOOR for name in ("situation", "task", "action"))
    assert all(each.share >= FLOOR for each in criteria_of(spelt, Kind.BEHAVIORAL).values())


def test_a_slip_in_a_word_of_the_rubric_is_mended_and_real_words_are_left_alone() -> None:
    [slips, real] = load_encoder().encode(
        ["I was repsonsible for the databse.", "The shore is a trade of scares."]
    )

    assert respell(slips) == "i was responsible for the database."
    assert respell(real) == "the shore is a trade of scares."


@pytest.mark.parametrize(
    ("kind", "text", "rubric"),
    [
        (Kind.SYSTEM_DESIGN, "Design a link shortener.", "design"),
        (Kind.BEHAVIORAL, "Tell me about a conflict.", "story"),
        (Kind.BEHAVIORAL, "What would you do with a late colleague?", None),
        (Kind.HR, "Which of your habits has caused trouble?", "story"),
        (Kind.HR, "What salary are you looking for?", None),
        (Kind.TECHNICAL, "Tell me about a time when you used an index.", None),
    ],
)
def test_designs_and_stories_have_a_rubric_and_nothing_else_has(kind: Kind, text: str, rubric: str | None) -> None:
    assert rubric_of(kind, text) == (load_rubrics()[rubric] if rubric else ())
