"""The company's own questions: the list, one of them, written and changed, archived and restored."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from viva.accounts.models import Company
from viva.ai.bank.own import Likeness
from viva.ai.bank.roles import ROLES
from viva.ai.types import Question
from viva.core.errors import VivaError
from viva.interviews.enums import Difficulty
from viva.interviews.models import OwnQuestion
from viva.interviews.models.own_question import SpokenKind
from viva.interviews.own_questions import (
    get_own_question_for,
    jobs_that_ask,
    narrowed,
    own_questions_for,
    skills_of,
)
from viva.interviews.question_wording import Remark, remarks
from viva.interviews.services.own_questions import (
    archive_own_question,
    change_own_question,
    create_own_question,
    restore_own_question,
)
from viva.web.recruiter.desk import Desk, desk_page, show
from viva.web.recruiter.own_question_forms import Writing

PER_PAGE = 25
LONGEST_SEARCH = 200
STATES = [("archived", _lazy("Archived"))]


@desk_page(methods=("GET", "HEAD"))
def own_list(request: HttpRequest, desk: Desk) -> HttpResponse:
    every = own_questions_for(desk.actor).filter(company=desk.company)
    page = Paginator(shown_of(every, request.GET), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "any_questions": bool(page.paginator.count) or every.exists(),
        "skills": skills_of(every),
        "kind_choices": SpokenKind.choices,
        "difficulty_choices": Difficulty.choices,
        "state_choices": STATES,
        "chosen": {name: request.GET.get(name, "")[:LONGEST_SEARCH] for name in _FILTERS},
    }
    return show(request, "recruiter/own/list.html", desk, context)


@desk_page(find=get_own_question_for, methods=("GET", "HEAD"))
def own_question(request: HttpRequest, desk: Desk, found: OwnQuestion) -> HttpResponse:
    question = found.as_question(with_bank_id=False)
    context = {
        "own": found,
        "question": question,
        "points": _points(question),
        "roles": [ROLES.get(role, role) for role in question.roles],
        "asked_by": jobs_that_ask(found),
        "remarks": _remarks(desk.company, question),
    }
    return show(request, "recruiter/own/detail.html", desk, context)


@desk_page(writes=True)
def own_new(request: HttpRequest, desk: Desk) -> HttpResponse:
    return _written(request, desk, None)


@desk_page(find=get_own_question_for, writes=True)
def own_edit(request: HttpRequest, desk: Desk, found: OwnQuestion) -> HttpResponse:
    return _written(request, desk, found)


@desk_page(find=get_own_question_for, writes=True, methods=("POST",))
def own_archive(request: HttpRequest, desk: Desk, found: OwnQuestion) -> HttpResponse:
    if request.POST.get("restore"):
        restore_own_question(found, by=desk.user)
        messages.success(request, _("The question is offered again."))
    else:
        archive_own_question(found, by=desk.user)
        messages.success(request, _("The question is archived: it is neither offered nor chosen any more."))
        if jobs := jobs_that_ask(found):
            told = _("These jobs have picked it and go on asking it: %(jobs)s.")
            messages.warning(request, told % {"jobs": ", ".join(jobs)})
    return redirect("recruiter:own_question", found.pk)


def shown_of(questions: QuerySet[OwnQuestion], asked: QueryDict) -> QuerySet[OwnQuestion]:
    """Only values that mean something narrow the list; anything else in the address is passed over."""
    given = {name: asked.get(name, "")[:LONGEST_SEARCH] for name in _FILTERS}
    return narrowed(
        questions.filter(archived_at__isnull=given["state"] != "archived"),
        kind=given["kind"] if given["kind"] in SpokenKind.values else "",
        difficulty=given["difficulty"] if given["difficulty"] in Difficulty.values else "",
        skill=given["skill"].replace("\0", ""),
        text=given["q"],
    )


_FILTERS = ("kind", "difficulty", "skill", "state", "q")


def _written(request: HttpRequest, desk: Desk, standing: OwnQuestion | None) -> HttpResponse:
    """The form; with `more` it comes back with more rows, with `check` with advice, else it is saved."""
    writing = Writing(standing, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        if standing:
            writing.advise(_remarks(desk.company, standing.as_question(with_bank_id=False)))
        return _form(request, desk, standing, writing)
    if "more" in request.POST:
        writing.with_more_rows()
        return _form(request, desk, standing, writing)
    question = writing.read()
    if question is None:
        return _form(request, desk, standing, writing, status=400)
    if "check" not in request.POST:
        try:
            return _saved(request, desk, standing, question)
        except VivaError as error:
            writing.form.add_error(None, error.detail)
            return _form(request, desk, standing, writing, status=400)
    writing.advise(_remarks(desk.company, question))
    return _form(request, desk, standing, writing, is_checked=True)


def _saved(request: HttpRequest, desk: Desk, standing: OwnQuestion | None, question: Question) -> HttpResponse:
    if standing:
        change_own_question(standing, question=question, by=desk.user)
        messages.success(request, _("The question is saved. Interviews that stand already keep it as it was."))
    else:
        standing = create_own_question(desk.company, question=question, by=desk.user)
        messages.success(request, _("The question is saved and can be picked for a job."))
    return redirect("recruiter:own_question", standing.pk)


def _form(
    request: HttpRequest,
    desk: Desk,
    standing: OwnQuestion | None,
    writing: Writing,
    *,
    status: int = 200,
    is_checked: bool = False,
) -> HttpResponse:
    context: dict[str, Any] = {"own": standing, "writing": writing, "form": writing.form, "is_checked": is_checked}
    return show(request, "recruiter/own/form.html", desk, context, status=status)


def _remarks(company: Company, question: Question) -> list[Remark]:
    others = OwnQuestion.objects.filter(company=company, archived_at=None).order_by().values_list("slug", "text")
    return remarks(question, alike=Likeness(others).of(question))


def _points(question: Question) -> list[dict[str, Any]]:
    return [
        {"point": point, "follow_ups": [step.text for step in question.follow_ups if step.key_point == point.id]}
        for point in question.key_points
    ]
