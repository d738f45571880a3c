"""Writing, changing, archiving and importing a company's own questions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypedDict

from django.db import transaction
from django.utils.translation import gettext as _

from viva.accounts.models import Company, User
from viva.ai.bank.own import slug_of
from viva.ai.codec import to_json
from viva.ai.types import Question
from viva.audit.services import record
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.interviews.models import OwnQuestion
from viva.interviews.question_files import Entry
from viva.interviews.question_plans import Planned, planned

MOST_OWN = 1000  # questions of one company, archived ones among them


class _Columns(TypedDict):
    text: str
    kind: str
    difficulty: str
    roles: list[str]
    skills: list[str]
    minutes: int
    clarification: str
    expected_answer: str
    model_answer: str
    key_points: list[dict[str, Any]]
    follow_ups: list[dict[str, Any]]
    hints: list[str]
    wrong_answers: list[dict[str, Any]]


@transaction.atomic
def create_own_question(company: Company, *, question: Question, by: User) -> OwnQuestion:
    """Its id is drawn from its text. Raises StateForbids where the company has as many as it may."""
    taken = _locked_slugs(company)
    _refuse_too_many(len(taken) + 1)
    made = OwnQuestion.objects.create(
        company=company,
        created_by=by,
        slug=slug_of(question.text, taken),
        created_at=now(),
        changed_at=now(),
        **_columns(question),
    )
    _record("own_question.created", made, by=by)
    return made


@transaction.atomic
def change_own_question(standing: OwnQuestion, *, question: Question, by: User) -> None:
    """Interviews that stand keep the question as it was."""
    OwnQuestion.objects.filter(pk=standing.pk).update(changed_at=now(), **_columns(question))
    _record("own_question.changed", standing, by=by)


@transaction.atomic
def archive_own_question(standing: OwnQuestion, *, by: User) -> None:
    """Neither offered nor chosen any more. Again changes nothing."""
    if OwnQuestion.objects.filter(pk=standing.pk, archived_at=None).update(archived_at=now()):
        _record("own_question.archived", standing, by=by)


@transaction.atomic
def restore_own_question(standing: OwnQuestion, *, by: User) -> None:
    if OwnQuestion.objects.filter(pk=standing.pk, archived_at__isnull=False).update(archived_at=None):
        _record("own_question.restored", standing, by=by)


@transaction.atomic
def import_own_questions(company: Company, *, entries: Sequence[Entry], by: User) -> tuple[int, int]:
    """All good ones, and how many are new and changed; those with errors are left out, the same ones left alone.

    Raises StateForbids, with nothing written, where they are more than the company may have.
    """
    _locked_slugs(company)
    standing = list(OwnQuestion.objects.filter(company=company))
    plans = planned(standing, entries)
    new, changed = _new(company, plans, by=by), _changed(plans)
    _refuse_too_many(len(standing) + len(new))
    OwnQuestion.objects.bulk_create(new)
    if changed:
        columns = [*_Columns.__annotations__, "changed_at"]
        OwnQuestion.objects.bulk_update(changed, columns, batch_size=50)
    if new or changed:
        record(
            "company.questions_imported",
            subject="company",
            subject_id=company.pk,
            actor_id=by.pk,
            company_id=company.pk,
            added=len(new),
            changed=len(changed),
        )
    return len(new), len(changed)


def _new(company: Company, plans: Sequence[Planned], *, by: User) -> list[OwnQuestion]:
    moment = now()
    return [
        OwnQuestion(
            company=company,
            created_by=by,
            slug=plan.question.id,
            created_at=moment,
            changed_at=moment,
            **_columns(plan.question),
        )
        for plan in plans
        if plan.question and plan.standing is None
    ]


def _changed(plans: Sequence[Planned]) -> list[OwnQuestion]:
    changed = []
    for plan in plans:
        if plan.question and plan.standing and plan.changes:
            for name, value in _columns(plan.question).items():
                setattr(plan.standing, name, value)
            plan.standing.changed_at = now()
            changed.append(plan.standing)
    return changed


def _locked_slugs(company: Company) -> set[str]:
    """With the company locked, so that of two who write at once the second counts what the first wrote."""
    Company.objects.select_for_update().get(pk=company.pk)
    return set(OwnQuestion.objects.filter(company=company).values_list("slug", flat=True))


def _refuse_too_many(count: int) -> None:
    if count > MOST_OWN:
        told = _("A company has at most %(most)d questions of its own, archived ones among them.")
        raise StateForbids(told % {"most": MOST_OWN})


def _columns(question: Question) -> _Columns:
    lists = to_json(replace(question, problem=None))
    return {
        "text": question.text,
        "kind": question.kind.value,
        "difficulty": question.difficulty.value,
        "roles": list(question.roles),
        "skills": list(question.skills),
        "minutes": question.minutes,
        "clarification": question.clarification,
        "expected_answer": question.expected_answer,
        "model_answer": question.model_answer,
        "key_points": lists["key_points"],
        "follow_ups": lists["follow_ups"],
        "hints": list(question.hints),
        "wrong_answers": lists["wrong_answers"],
    }


def _record(action: str, question: OwnQuestion, *, by: User) -> None:
    record(
        action,
        subject="own_question",
        subject_id=question.pk,
        actor_id=by.pk,
        company_id=question.company_id,
    )
