"""The JSON of interviews, questions and responses, built by hand: lists cost little, and every key is named.

`described.py` says the same to OpenAPI; a test holds the two together.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse

from viva.accounts.actors import UserActor
from viva.insights.recommendation import BARS
from viva.insights.result import model_answer_of
from viva.insights.scorecard import held_to
from viva.insights.words import strictness_text
from viva.interviews.models import Interview, InterviewQuestion
from viva.interviews.parts import Part, is_judged_unseen, part_of
from viva.interviews.strictness import REVIEW_BELOW
from viva.scheduling.links import portal_link_of, session_key_of

Shape = dict[str, Any]

# A row of a list: the key in the answer and the column behind it.
ROW = {
    "id": "id",
    "uuid": "uuid",
    "user": "user_id",
    "company": "company_id",
    "candidate": "candidate_id",
    "candidate_name": "candidate_name",
    "candidate_email": "candidate_email",
    "job": "job_id",
    "title": "title",
    "description": "description",
    "interview_type": "interview_type",
    "difficulty": "difficulty",
    "job_role": "job_role",
    "company_name": "company_name",
    "required_skills": "required_skills",
    "duration_minutes": "duration_minutes",
    "total_questions": "total_questions",
    "use_ai": "use_ai",
    "enable_video": "enable_video",
    "enable_audio": "enable_audio",
    "status": "status",
    "created_at": "created_at",
    "scheduled_at": "scheduled_at",
    "started_at": "started_at",
    "ended_at": "ended_at",
    "completed_at": "completed_at",
    "released_at": "released_at",
    "total_score": "total_score",
    "max_score": "max_score",
    "percentage": "percentage",
    "overall_score": "overall_score",
}
MINE = (
    "id",
    "uuid",
    "title",
    "interview_type",
    "difficulty",
    "job_role",
    "company_name",
    "status",
    "duration_minutes",
    "total_questions",
    "created_at",
    "scheduled_at",
    "started_at",
    "completed_at",
    "total_score",
    "max_score",
    "percentage",
    "overall_score",
)
# What a single interview shows beside a list's row.
MORE = {
    "job_position": "job_id",
    "interview_date": "scheduled_at",
    "job_description": "job_description",
    "communication_score": "communication_score",
    "problem_solving_score": "problem_solving_score",
    "code_quality_score": "code_quality_score",
    "overall_feedback": "overall_feedback",
    "strengths": "strengths",
    "weaknesses": "weaknesses",
    "recommendations": "recommendations",
}
# What a company's candidate does not see before the result is released.
UNSEEN: Shape = {
    "total_score": 0.0,
    "max_score": 0.0,
    "percentage": 0.0,
    "overall_score": None,
    "assessed": False,
    "communication_score": None,
    "problem_solving_score": None,
    "code_quality_score": None,
    "overall_feedback": "",
    "strengths": [],
    "weaknesses": [],
    "recommendations": [],
}


def row_columns(interviews: QuerySet[Interview]) -> QuerySet[Interview, tuple[Any, ...]]:
    return interviews.values_list(*ROW.values())


def interview_row(actor: UserActor, values: tuple[Any, ...]) -> Shape:
    """One row of a list, from what `row_columns` read."""
    return completed_row(actor, dict(zip(ROW, values, strict=True)))


def completed_row(actor: UserActor, row: Shape) -> Shape:
    """With `assessed`; without what the caller may not see yet."""
    row["assessed"] = row["overall_score"] is not None
    if row["company"] is not None and _unseen(actor, row):
        row |= {name: value for name, value in UNSEEN.items() if name in row}
    return row


def _unseen(actor: UserActor, row: Shape) -> bool:
    interview = Interview(
        user_id=row["user"],
        company_id=row["company"],
        candidate_id=row["candidate"],
        candidate_email=row["candidate_email"],
        released_at=row["released_at"],
    )
    return is_judged_unseen(actor, interview)


def my_row(row: Shape) -> Shape:
    """The short row of `my_interviews/`."""
    return {name: row[name] for name in (*MINE, "assessed")}


def interview_shape(actor: UserActor, interview: Interview) -> Shape:
    """A single interview, without its questions."""
    shape = {name: getattr(interview, column) for name, column in (ROW | MORE).items()}
    shape["assessed"] = interview.assessed
    shape["extra_minutes"] = extra_minutes_for(actor, interview)
    if is_judged_unseen(actor, interview):
        shape |= UNSEEN
    return shape


def extra_minutes_for(actor: UserActor, interview: Interview) -> int | None:
    """None to those who only judge: an accommodation is no part of what they look at."""
    if interview.company_id is None:
        return 0
    return None if part_of(actor, interview) is Part.REVIEWER else interview.extra_minutes


def linked_shape(actor: UserActor, interview: Interview) -> Shape:
    """With its secret link: who may see a company's interview at all is of its people, or its candidate."""
    link = {"session_key": session_key_of(interview), "interview_link": portal_link_of(interview)}
    return interview_shape(actor, interview) | link


def question_shape(question: InterviewQuestion) -> Shape:
    """A question as whoever answers it may know it: nothing of what a good answer holds, no hint, no test."""
    problem = question.spec.get("problem")
    return {
        "id": question.pk,
        "order": question.order,
        "title": question.title,
        "question_text": problem["statement"] if problem else question.question_text,
        "question_type": question.question_type,
        "difficulty": question.difficulty,
        "expected_duration_minutes": question.expected_duration_minutes,
        "is_ai_generated": question.is_ai_generated,
        "entry_point": problem["entry_point"] if problem else "",
        "starters": problem["starters"] if problem else {},
    }


def strictness_shape(interview: Interview) -> Shape | None:
    """What a company's interview was held to; None of practice. It has changed no score."""
    if interview.company_id is None:
        return None
    strictness = held_to(interview)
    return {
        "level": strictness.value,
        "bar": BARS[strictness],
        "review_below": REVIEW_BELOW[strictness],
        "explanation": strictness_text(strictness),
    }


def practise_shape(item: Shape) -> Shape:
    """One thing to practise, as it was stored, with where an interview on its questions starts."""
    ids = [("question", question["id"]) for question in item["questions"]]
    return item | {
        "start_url": f"{settings.VIVA_BASE_URL}{reverse('ai_interview:start_interview')}?{urlencode(ids)}"
    }


# What a company's candidate has of the same keys: the company asks others the same questions.
UNSOLVED: Shape = {"expected_answer": "", "model_answer": "", "evaluation_criteria": []}


def solved_question_shape(question: InterviewQuestion) -> Shape:
    """With what was expected: for a completed interview alone."""
    return question_shape(question) | {
        "expected_answer": question.expected_answer,
        "model_answer": model_answer_of(question),
        "evaluation_criteria": question.evaluation_criteria,
    }
