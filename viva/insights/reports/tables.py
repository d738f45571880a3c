"""The tables: one row a question of one interview, or one row an interview of a list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from viva.insights.reports.cells import Cell, table
from viva.insights.scorecard import Point, Scorecard, ScoredQuestion
from viva.interviews.models import Interview

QUESTIONS = (
    "interview",
    "candidate",
    "e-mail",
    "job",
    "number",
    "question",
    "kind",
    "difficulty",
    "outcome",
    "score (0-10)",
    "machine's score",
    "score by a person",
    "reason of the person",
    "confidence (0-1)",
    "needs review",
    "hints used",
    "covered",
    "missing",
    "feedback",
    "tests passed",
    "tests",
    "seconds",
    "engine",
    "model",
    "prompt version",
    "rubric version",
    "strictness",
)
INTERVIEWS = (
    "interview",
    "candidate",
    "e-mail",
    "job",
    "title",
    "company",
    "status",
    "scheduled at",
    "completed at",
    "overall (0-100)",
    "communication",
    "problem solving",
    "code quality",
    "points",
    "of",
    "needs review",
    "asked for a person",
    "decision",
    "released at",
)


def questions_table(interview: Interview, card: Scorecard) -> bytes:
    whose: tuple[Cell, ...] = (
        interview.pk,
        interview.candidate_name,
        interview.candidate_email,
        interview.job.title if interview.job else interview.job_role,
    )
    return table(QUESTIONS, ((*whose, *_question(each)) for each in card.questions))


def _question(each: ScoredQuestion) -> tuple[Cell, ...]:
    result, judge = each.result, each.judged_by
    person = each.overrides[-1] if each.overrides else None
    return (
        result.number,
        result.text,
        result.kind,
        result.difficulty,
        result.status,
        result.score,
        each.machine_score,
        person.score if person else None,
        person.reason if person else None,
        each.confidence,
        result.needs_review,
        result.hints_used,
        _points(each.covered),
        _points(each.missing),
        result.feedback,
        result.code.passed if result.code else None,
        result.code.total if result.code else None,
        each.seconds,
        judge.engine if judge else "",
        judge.model if judge else "",
        judge.prompt_version if judge else "",
        judge.rubric_version if judge else "",
        judge.strictness if judge else "",
    )


def _points(points: list[Point]) -> str:
    return "; ".join(f"{each.text} “{each.quote}”" if each.quote else each.text for each in points)


def interviews_table(interviews: Iterable[Interview]) -> bytes:
    """Of rows `with_review`, with `company` and `job` fetched along."""
    return table(INTERVIEWS, (_interview(each) for each in interviews))


def _interview(interview: Any) -> tuple[Cell, ...]:
    return (
        interview.pk,
        interview.candidate_name,
        interview.candidate_email,
        interview.job.title if interview.job else interview.job_role,
        interview.title,
        interview.company.name,
        interview.status,
        interview.scheduled_at,
        interview.completed_at,
        interview.overall_score,
        interview.communication_score,
        interview.problem_solving_score,
        interview.code_quality_score,
        interview.total_score,
        interview.max_score,
        interview.is_flagged,
        interview.is_asked_for,
        interview.verdict,
        interview.released_at,
    )
