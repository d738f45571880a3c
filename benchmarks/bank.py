"""What the grader gives the bank's own answers: expected ones, model ones, wrong ones foreseen and not.

Shares, not times, so a busy machine does not matter. All but the last are the marks that the linter keeps.
The wrong answers of a question are part of what it is judged by; the last line leaves them out, and is what a
wrong answer gets that nobody has foreseen.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from benchmarks.outcome import Outcome
from viva.ai.bank.loader import DATA, load_bank
from viva.ai.bank.marks import has_answers, read_marks
from viva.ai.grading import grade
from viva.ai.grading.criteria import tells_a_story
from viva.ai.types import EvaluationRequest, Question

GOOD, POOR = 9.0, 3.0
SOME = 3


def scores(pairs: Iterable[tuple[Question, str]]) -> list[float]:
    return [grade(EvaluationRequest(question=question, answers=(text,))).score or 0.0 for question, text in pairs]


def at_least(values: Sequence[float], least: float) -> str:
    return f"{sum(value >= least for value in values) / len(values):4.0%}"


def at_most(values: Sequence[float], most: float) -> str:
    return f"{sum(value <= most for value in values) / len(values):4.0%}"


def measure() -> Outcome:
    marks = read_marks(DATA)
    spoken = [question for question in load_bank() if has_answers(question)]
    stories = [marks[each.id] for each in spoken if tells_a_story(each)]
    others = [each for each in spoken if not tells_a_story(each)]
    raw = {
        "expected": [each.expected for each in marks.values()],
        "model": [marks[each.id].model for each in others],
        "model_of_stories": [each.model for each in stories],
        "wrong": [score for each in marks.values() for score in each.wrong],
        "wrong_unknown": scores(
            (replace(each, wrong_answers=()), each.wrong_answers[0].text) for each in others[::SOME]
        ),
    }
    lines = (
        f"{len(spoken)} spoken questions, {len(stories)} of them ask for a story",
        f"expected answers of at least {GOOD:g}: {at_least(raw['expected'], GOOD)}",
        f"model answers of at least {GOOD:g}: {at_least(raw['model'], GOOD)}; of 7: {at_least(raw['model'], 7)}",
        f"model answers to what asks for a story: {at_least(raw['model_of_stories'], GOOD)}; "
        f"of 7: {at_least(raw['model_of_stories'], 7)}",
        f"wrong answers of at most {POOR:g}: {at_most(raw['wrong'], POOR)}",
        f"the same, had nobody foreseen them: {at_most(raw['wrong_unknown'], POOR)}",
    )
    return Outcome(
        "bank", (), lines, {name: [round(value, 2) for value in values] for name, values in raw.items()}
    )
