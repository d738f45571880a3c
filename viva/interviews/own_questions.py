"""Which questions of companies an actor may see, and which an interview may ask. The only way to them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from viva.accounts.actors import Actor
from viva.accounts.models import Company
from viva.accounts.selectors import memberships_of
from viva.ai.types import Question
from viva.interviews.models import OwnQuestion, QuestionSet


def own_questions_for(actor: Actor) -> QuerySet[OwnQuestion]:
    """Those of the companies that the actor is a member of, whatever their role; nobody else sees any."""
    companies = memberships_of(actor).values("company_id")
    return OwnQuestion.objects.filter(company_id__in=companies)


def get_own_question_for(actor: Actor, question_id: int) -> OwnQuestion:
    """The question, or OwnQuestion.DoesNotExist for one that is not there or not of the actor's company."""
    return own_questions_for(actor).select_related("company").get(pk=question_id)


def narrowed(
    questions: QuerySet[OwnQuestion], *, kind: str = "", difficulty: str = "", skill: str = "", text: str = ""
) -> QuerySet[OwnQuestion]:
    """Those that fit; "" fits all. `text` is looked for in the question, its skills and its id."""
    exact = {"kind": kind, "difficulty": difficulty}
    found = questions.filter(**{column: value for column, value in exact.items() if value})
    if skill:
        found = found.filter(skills__icontains=f'"{skill}"')
    for word in text.replace("\0", "").split()[:10]:
        found = found.filter(Q(text__icontains=word) | Q(skills__icontains=word) | Q(slug__icontains=word))
    return found


def skills_of(questions: QuerySet[OwnQuestion]) -> list[str]:
    """All that are named, in the order of the alphabet."""
    named = questions.order_by().values_list("skills", flat=True)
    return sorted({skill for skills in named for skill in skills})


def own_bank(company: Company | None) -> tuple[Question, ...]:
    """What may be chosen for an interview of this company: nothing of another one's, nothing for practice."""
    if company is None:
        return ()
    standing = OwnQuestion.objects.filter(company=company, archived_at=None).order_by("pk")
    return tuple(question.as_question() for question in standing)


def picked_of(company_id: int | None, bank_ids: Iterable[str]) -> dict[str, Question]:
    """By `bank_id`, those of this company, archived ones among them: who picked one goes on asking it."""
    sign = f"c{company_id}/"
    slugs = [each.removeprefix(sign) for each in bank_ids if each.startswith(sign)]
    if company_id is None or not slugs:
        return {}
    found = OwnQuestion.objects.filter(company_id=company_id, slug__in=slugs)
    return {question.bank_id: question.as_question() for question in found}


def jobs_that_ask(question: OwnQuestion) -> list[str]:
    """The titles of the jobs whose sets have picked it."""
    sets = QuestionSet.objects.filter(job__company_id=question.company_id).select_related("job")
    return [
        each.job.title
        for each in sets
        if any(entry.get("bank_id") == question.bank_id for entry in each.questions)
    ]
