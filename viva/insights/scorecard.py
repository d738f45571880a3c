"""An interview as those who judge it see it: every score with its evidence, its judges and what people changed."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from viva.accounts.models import Strictness
from viva.ai.bank.skills import canonical, skill_label
from viva.insights.recommendation import FAIRLY_SURE, Recommendation, recommend
from viva.insights.result import QuestionResult, result_of
from viva.interviews.enums import Difficulty, Outcome
from viva.interviews.models import (
    Interview,
    InterviewResponse,
    PendingEvaluation,
    ResponseEvaluation,
    ScoreOverride,
)
from viva.interviews.reviewed import responses_to_review
from viva.live.models import CodeSubmission

# A question that was never to be scored says nothing about its skill.
_UNSCORED = {Outcome.NOT_REACHED, Outcome.WITHHELD}


@dataclass(frozen=True, slots=True)
class Point:
    """`quote` stands word for word in the answer, or is empty."""

    text: str
    quote: str


@dataclass(frozen=True, slots=True)
class JudgedBy:
    """Who judged, and by which versions: enough to judge alike again."""

    engine: str
    model: str
    prompt_version: str
    rubric_version: str
    strictness: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonScore:
    """A person's score in place of the one before; `by` is None for one who is no longer there."""

    score: float
    before: float | None
    reason: str
    by: str | None
    at: datetime


@dataclass(frozen=True, slots=True)
class ScoredQuestion:
    """`machine_score` is the latest judgement's, before any person's; `why_unscored` says why it is None."""

    question_id: int
    response_id: int | None
    result: QuestionResult
    machine_score: float | None
    why_unscored: str
    confidence: float | None
    metrics: dict[str, float]
    covered: list[Point]
    missing: list[Point]
    judged_by: JudgedBy | None
    judgements: int
    overrides: list[PersonScore]
    is_owed: bool
    runs: list[CodeSubmission]
    seconds: int


@dataclass(frozen=True, slots=True)
class Competency:
    """`score` is the mean of its questions' scores, 0-10, None where none was assessed."""

    name: str
    score: float | None
    questions: list[int]


@dataclass(frozen=True, slots=True)
class LevelScore:
    """`score` is the mean over the questions of that difficulty, 0-10, None where none was assessed."""

    difficulty: str
    score: float | None
    questions: list[int]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """`confidence` is the mean of the judgements that gave a score, 0-1. The counts are of questions."""

    questions: list[ScoredQuestion]
    competencies: list[Competency]
    levels: list[LevelScore]
    recommendation: Recommendation
    confidence: float | None
    needing_review: int
    withheld: int
    not_reached: int
    owed: int
    overridden: int
    hints: int


def scorecard_of(interview: Interview) -> Scorecard:
    """A fixed number of queries whatever the number of questions. Needs `company` and `session` fetched along."""
    questions = _questions(interview)
    judged = [each for each in questions if each.machine_score is not None]
    sure = [each.confidence for each in judged if each.confidence is not None]
    confidence = sum(sure) / len(sure) if sure else None
    withheld = _count(questions, Outcome.WITHHELD)
    needing = sum(each.result.needs_review for each in questions)
    owed = sum(each.is_owed for each in questions)
    unsure = bool(needing or withheld or owed) or (confidence is not None and confidence < FAIRLY_SURE)
    return Scorecard(
        questions=questions,
        competencies=_competencies(questions),
        levels=_levels(questions),
        recommendation=recommend(interview.overall_score, strictness=held_to(interview), is_provisional=unsure),
        confidence=confidence,
        needing_review=needing,
        withheld=withheld,
        not_reached=_count(questions, Outcome.NOT_REACHED),
        owed=owed,
        overridden=sum(bool(each.overrides) for each in questions),
        hints=sum(each.result.hints_used for each in questions),
    )


def held_to(interview: Interview) -> Strictness:
    """What the interview is held to. Needs `company` fetched along."""
    current = interview.company.strictness if interview.company else Strictness.STANDARD
    return Strictness(interview.strictness or current)


def _count(questions: list[ScoredQuestion], outcome: Outcome) -> int:
    return sum(each.result.status == outcome for each in questions)


def _questions(interview: Interview) -> list[ScoredQuestion]:
    results = result_of(interview, interview.session)
    rows = {row.question_id: row for row in responses_to_review(interview.pk)}
    owed = set(
        PendingEvaluation.objects.filter(response__interview=interview).values_list("response_id", flat=True)
    )
    runs: dict[int, list[CodeSubmission]] = defaultdict(list)
    for run in interview.session.submissions.order_by("number"):
        runs[run.question_id].append(run)
    return [_question(result, rows.get(result.question_id), runs[result.question_id], owed) for result in results]


def _question(
    result: QuestionResult, row: InterviewResponse | None, runs: list[CodeSubmission], owed: set[int]
) -> ScoredQuestion:
    judged = list(row.evaluations.all()) if row else []
    latest = judged[0] if judged else None
    return ScoredQuestion(
        question_id=result.question_id,
        response_id=row.pk if row else None,
        result=result,
        machine_score=latest.score if latest else None,
        why_unscored=latest.reason if latest and latest.score is None else "",
        confidence=row.confidence if row else None,
        metrics=row.evaluation_metrics if row else {},
        covered=_points(row, "covered") if row else [],
        missing=_points(row, "missing") if row else [],
        judged_by=_judge(latest) if latest else None,
        judgements=len(judged),
        overrides=[_person_score(each) for each in row.overrides.all()] if row else [],
        is_owed=bool(row and row.pk in owed),
        runs=runs,
        seconds=row.time_taken_seconds if row else 0,
    )


def _points(row: InterviewResponse, which: str) -> list[Point]:
    return [Point(str(each["text"]), _checked(each, row)) for each in row.evidence.get(which, [])]


def _checked(point: dict[str, Any], row: InterviewResponse) -> str:
    """The quote if it stands in what was written; evidence that does not is none."""
    quote = str(point.get("quote") or "")
    return quote if quote and (quote in row.text_response or quote in row.code_response) else ""


def _judge(row: ResponseEvaluation) -> JudgedBy:
    return JudgedBy(row.engine, row.model, row.prompt_version, row.rubric_version, row.strictness, row.created_at)


def _person_score(row: ScoreOverride) -> PersonScore:
    by = row.by.get_full_name() if row.by else None
    return PersonScore(row.score, row.score_before, row.reason, by, row.created_at)


def _competencies(questions: list[ScoredQuestion]) -> list[Competency]:
    """The skills that were asked about, in the order in which they came up."""
    by_skill: dict[str, list[ScoredQuestion]] = defaultdict(list)
    for each in questions:
        for skill in dict.fromkeys(map(canonical, each.result.skills)):
            by_skill[skill].append(each)
    return [_competency(skill, found) for skill, found in by_skill.items()]


def _competency(skill: str, questions: list[ScoredQuestion]) -> Competency:
    return Competency(skill_label(skill), _mean(questions), [each.result.number for each in questions])


def _mean(questions: list[ScoredQuestion]) -> float | None:
    scores = [
        each.result.score
        for each in questions
        if each.result.score is not None and each.result.status not in _UNSCORED
    ]
    return round(sum(scores) / len(scores), 2) if scores else None


def _levels(questions: list[ScoredQuestion]) -> list[LevelScore]:
    """From easy to hard: what two candidates who were not asked the same questions are compared by."""
    by_level = {level: [each for each in questions if each.result.difficulty == level] for level in Difficulty}
    return [
        LevelScore(level.value, _mean(found), [each.result.number for each in found])
        for level, found in by_level.items()
        if found
    ]
