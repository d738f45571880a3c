"""What the interviews of a job ask: generated for each candidate, a template's, or chosen one by one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NotRequired, TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from viva.accounts.models import User
from viva.ai.bank import load_bank
from viva.ai.types import Question
from viva.audit.services import record
from viva.core.errors import StateForbids
from viva.interviews.enums import Difficulty, InterviewType
from viva.interviews.given import GivenQuestion, question_from
from viva.interviews.models import InterviewTemplate, QuestionSet
from viva.interviews.models.hiring import QuestionSource
from viva.interviews.own_questions import picked_of
from viva.interviews.services.templates import count_use
from viva.jobs.models import Job


class ChosenQuestion(TypedDict):
    """One of a set's `questions`; `bank_id` names the question it was picked from, "" for a typed one."""

    question: str
    type: str
    difficulty: str
    expected_answer: str
    bank_id: str


class QuestionSetWords(TypedDict):
    source: str
    interview_type: str
    difficulty: str
    total_questions: int
    adaptive: NotRequired[bool]
    template: InterviewTemplate | None
    questions: list[ChosenQuestion]


@dataclass(frozen=True, slots=True)
class AskedQuestions:
    """What to ask: `questions` as they are, or where there are none `total` of that kind to be generated, whose
    difficulty follows the answers where `adaptive`."""

    interview_type: str
    difficulty: str
    total: int
    questions: tuple[Question, ...] = ()
    template: InterviewTemplate | None = None
    adaptive: bool = False


def question_set_of(job: Job) -> QuestionSet:
    """The job's, or an unsaved one that generates five technical questions."""
    found = QuestionSet.objects.select_related("template").filter(job=job).first()
    if found:
        found.job = job
    return found or QuestionSet(job=job, interview_type=InterviewType.TECHNICAL, difficulty=Difficulty.MEDIUM)


@transaction.atomic
def set_questions(job: Job, *, words: QuestionSetWords, by: User) -> QuestionSet:
    """Interviews that stand already keep theirs. What the source does not need is not kept."""
    source = QuestionSource(words["source"])
    chosen = list(words["questions"]) if source == QuestionSource.CHOSEN else []
    kept, _is_new = QuestionSet.objects.update_or_create(
        job=job,
        defaults={
            "source": source,
            "interview_type": words["interview_type"],
            "difficulty": words["difficulty"],
            "total_questions": len(chosen) or words["total_questions"],
            "adaptive": source == QuestionSource.GENERATED and words.get("adaptive", False),
            "template": words["template"] if source == QuestionSource.TEMPLATE else None,
            "questions": chosen,
        },
    )
    record(
        "job.questions_changed",
        subject="job",
        subject_id=job.pk,
        actor_id=by.pk,
        company_id=job.company_id,
        source=str(source),
    )
    return kept


def asked_of(question_set: QuestionSet) -> AskedQuestions:
    """Raises StateForbids where the template is gone or has no question."""
    plain = AskedQuestions(
        question_set.interview_type,
        question_set.difficulty,
        question_set.total_questions,
        adaptive=question_set.adaptive,
    )
    if question_set.source == QuestionSource.GENERATED:
        return plain
    if question_set.source == QuestionSource.CHOSEN:
        entries, template = question_set.questions, None
    else:
        template = question_set.template
        if template is None or not template.is_active or not template.questions:
            raise StateForbids(_("The template of this job's questions is not offered any more. Choose another."))
        entries = template.questions
    return AskedQuestions(
        interview_type=template.interview_type if template else question_set.interview_type,
        difficulty=template.difficulty if template else question_set.difficulty,
        total=len(entries),
        questions=tuple(questions_from(entries, company_id=question_set.job.company_id)),
        template=template,
    )


def note_use(template: InterviewTemplate | None) -> None:
    """In the transaction of the interview made from it. Raises StateForbids where it was switched off."""
    if template is not None:
        count_use(template.pk)


def questions_from(entries: Sequence[Mapping[str, Any]], *, company_id: int | None = None) -> list[Question]:
    """Picked ones whole, with hints and tests, as long as the bank or the company has them; others as they stand.

    Only this company's own questions are looked at, whatever id an entry carries.
    """
    ids = [entry.get("bank_id") or "" for entry in entries]
    known = {**load_bank().by_id, **picked_of(company_id, ids)}
    return [
        known.get(bank_id)
        or question_from(
            GivenQuestion(
                text=entry["question"],
                type=entry["type"],
                difficulty=entry["difficulty"],
                expected_answer=entry.get("expected_answer", ""),
            )
        )
        for entry, bank_id in zip(entries, ids, strict=True)
    ]
