"""The scorecard: evidence stands in the answer, withheld is not zero, versions, the rule of the suggestion."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories.reviews import QUOTE, make_held
from tests.factories.rooms import TALK
from viva.insights.recommendation import Suggestion, recommend
from viva.insights.scorecard import Point, Scorecard, scorecard_of
from viva.interviews.models import Interview, InterviewResponse
from viva.interviews.services.creation import question_row
from viva.interviews.services.overrides import override_score

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


def card_of(interview: Interview) -> Scorecard:
    return scorecard_of(Interview.objects.select_related("company", "session").get(pk=interview.pk))


def test_a_quote_that_does_not_stand_in_the_answer_is_no_evidence() -> None:
    first = card_of(make_held().interview).questions[0]
    assert first.covered == [Point("Speeds up reads", QUOTE), Point("Made up", "")]
    assert first.missing == [Point("Costs space", "")]


def test_a_criterion_has_its_quote_only_where_that_stands_in_the_answer() -> None:
    held = make_held()
    row = held.response()
    known = {"id": "task", "text": "The task", "share": 0.9, "advice": ""}
    row.evidence["criteria"] = [known | {"quote": QUOTE}, known | {"id": "result", "quote": "Made up"}]
    row.save()

    first = card_of(held.interview).questions[0].result

    assert [(each.id, each.quote) for each in first.criteria] == [("task", QUOTE), ("result", None)]


def test_withheld_and_not_reached_are_told_from_zero() -> None:
    card = card_of(make_held().interview)
    shown = [(each.result.status, each.result.score, each.why_unscored) for each in card.questions]
    assert shown == [
        ("answered", 8.0, ""),
        ("withheld", None, "unreadable"),
        ("not_reached", None, ""),
        ("answered", 6.0, ""),
    ]
    assert (card.withheld, card.not_reached, card.needing_review, card.hints) == (1, 1, 1, 1)


def test_every_judgement_says_by_whom_and_by_which_versions() -> None:
    judge = card_of(make_held().interview).questions[0].judged_by
    assert judge
    versions = (judge.engine, judge.model, judge.prompt_version, judge.rubric_version)
    assert versions == ("scripted", "model-1", "prompt-2", "rubric-3")


def test_a_persons_score_stands_beside_the_machines() -> None:
    held = make_held()
    override_score(held.response().pk, by=held.reviewer, score=3.0, reason="Read aloud.")
    override_score(held.response().pk, by=held.owner, score=5.0, reason="Not quite.")
    first = card_of(held.interview).questions[0]
    changes = [(each.before, each.score, each.by) for each in first.overrides]
    assert changes == [(8.0, 3.0, held.reviewer.name), (3.0, 5.0, held.owner.name)]
    assert (first.result.score, first.machine_score) == (5.0, 8.0)


def test_an_erased_member_leaves_the_score_and_no_name() -> None:
    held = make_held()
    override_score(held.response().pk, by=held.reviewer, score=3.0, reason="So.")
    held.reviewer.delete()
    [change] = card_of(held.interview).questions[0].overrides
    assert (change.by, change.score) == (None, 3.0)


def test_competencies_are_the_skills_with_the_mean_of_their_scores() -> None:
    card = card_of(make_held().interview)
    assert [(each.name, each.score, each.questions) for each in card.competencies] == [
        ("Scripts", 8.0, [1, 2, 3]),
        ("Doubling", 6.0, [4]),
    ]


def test_confidence_is_the_mean_of_the_judgements_that_gave_a_score() -> None:
    assert card_of(make_held().interview).confidence == pytest.approx(0.8)


@pytest.mark.parametrize(
    ("score", "strictness", "suggestion"),
    [
        (55.0, "lenient", Suggestion.ADVANCE),
        (64.99, "standard", Suggestion.LOOK_CLOSER),
        (65.0, "standard", Suggestion.ADVANCE),
        (55.0, "standard", Suggestion.LOOK_CLOSER),
        (54.99, "standard", Suggestion.DO_NOT_ADVANCE),
        (74.9, "strict", Suggestion.LOOK_CLOSER),
        (0.0, "lenient", Suggestion.DO_NOT_ADVANCE),
        (None, "strict", Suggestion.NONE),
    ],
)
def test_the_suggestion_follows_its_rule(score: float | None, strictness: str, suggestion: Suggestion) -> None:
    assert recommend(score, strictness=strictness, is_provisional=False).suggestion == suggestion


def test_a_suggestion_is_provisional_while_an_answer_needs_a_person() -> None:
    held = make_held()
    assert card_of(held.interview).recommendation.is_provisional
    override_score(held.response(2).pk, by=held.owner, score=7.0, reason="Heard it.")
    card = card_of(held.interview)
    assert (card.recommendation.suggestion, card.recommendation.is_provisional) == (Suggestion.ADVANCE, False)


def test_a_scorecard_takes_as_many_queries_with_4_questions_as_with_100() -> None:
    held = make_held()
    counts = [_queries(held.interview)]
    for order in range(5, 101):
        row = question_row(held.interview, order, TALK[0], is_generated=True)
        row.save()
        InterviewResponse.objects.create(interview=held.interview, question=row, score=5.0)
    counts.append(_queries(held.interview))
    assert counts[0] == counts[1]


def _queries(interview: Interview) -> int:
    found = Interview.objects.select_related("company", "session").get(pk=interview.pk)
    with CaptureQueriesContext(connection) as captured:
        scorecard_of(found)
    return len(captured)


def test_scores_are_told_per_difficulty_from_easy_to_hard() -> None:
    held = make_held()
    for order, level in ((1, "hard"), (2, "easy"), (4, "hard")):
        held.interview.questions.filter(order=order).update(difficulty=level)
    levels = [(each.difficulty, each.score, each.questions) for each in card_of(held.interview).levels]
    assert levels == [("easy", None, [2]), ("medium", None, [3]), ("hard", 7.0, [1, 4])]
