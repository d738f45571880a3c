"""The company's own questions in and out: import with a look beforehand, export as YAML and CSV."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from viva.ai.bank.listing import as_yaml
from viva.ai.bank.own import Likeness
from viva.core.errors import VivaError
from viva.insights.reports.cells import table
from viva.interviews.own_questions import own_questions_for
from viva.interviews.question_files import LARGEST_BYTES, Entry, FileKind, decoded, entries_of, kind_of
from viva.interviews.question_plans import Planned, planned
from viva.interviews.question_table import COLUMNS, cells_of
from viva.interviews.question_wording import remarks
from viva.interviews.services.own_questions import import_own_questions
from viva.web.recruiter.desk import Desk, desk_page, show
from viva.web.recruiter.own_question_forms import FileForm
from viva.web.recruiter.own_questions import shown_of

MOST_ADVISED = 100  # questions of a file; the others have their advice on their own pages
_TYPES = {FileKind.YAML: "application/yaml; charset=utf-8", FileKind.CSV: "text/csv; charset=utf-8"}


@desk_page(writes=True)
def own_import(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Ask for the file, show what it would do, then, at the second POST (`add`), write the good ones."""
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if not form.is_bound or not form.is_valid():
        return _asked(request, desk, form)
    try:
        kind, text = _given(form.cleaned_data, request.POST.get("kind", ""))
        entries = entries_of(text, kind=kind)
        if "add" in request.POST:
            return _added(request, desk, entries)
    except VivaError as error:
        form.add_error(None, error.detail)
        return _asked(request, desk, form)
    plans = planned(list(own_questions_for(desk.actor).filter(company=desk.company)), entries)
    return show(request, "recruiter/own/preview.html", desk, {**_shown(plans), "kind": kind.value, "text": text})


@desk_page(methods=("GET", "HEAD"))
def own_export(request: HttpRequest, desk: Desk, kind: str) -> HttpResponse:
    """What the list shows under the same filters, all its pages."""
    if kind not in set(FileKind):
        raise Http404
    found = shown_of(own_questions_for(desk.actor).filter(company=desk.company), request.GET).order_by("slug")
    questions = [each.as_question(with_bank_id=False) for each in found]
    is_yaml = kind == FileKind.YAML
    body = as_yaml(questions).encode() if is_yaml else table(COLUMNS, map(cells_of, questions))
    response = HttpResponse(body, content_type=_TYPES[FileKind(kind)])
    response["Content-Disposition"] = f'attachment; filename="questions.{kind}"'
    response["Cache-Control"] = "private, no-store"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _asked(request: HttpRequest, desk: Desk, form: FileForm) -> HttpResponse:
    context = {"form": form, "columns": COLUMNS}
    return show(request, "recruiter/own/import.html", desk, context, status=400 if form.errors else 200)


def _given(given: dict[str, Any], kind: str) -> tuple[FileKind, str]:
    """By the file's name, by what the preview found, else by how it begins."""
    if given["file"]:
        text = decoded(given["file"].read(LARGEST_BYTES + 1))
        return kind_of(text, name=given["file"].name or ""), text
    text = str(given["text"]).replace("\r\n", "\n")
    return FileKind(kind) if kind in set(FileKind) else kind_of(text), text


def _added(request: HttpRequest, desk: Desk, entries: list[Entry]) -> HttpResponse:
    added, changed = import_own_questions(desk.company, entries=entries, by=desk.user)
    told = _("Imported: %(added)d new, %(changed)d changed.")
    messages.success(request, told % {"added": added, "changed": changed})
    return redirect("recruiter:own_questions")


def _shown(plans: list[Planned]) -> dict[str, Any]:
    """The plans with the linter's advice on what would be written, and how many there are of each outcome."""
    good = [plan for plan in plans if plan.question]
    texts = {plan.standing.slug: plan.standing.text for plan in good if plan.standing}
    texts |= {plan.question.id: plan.question.text for plan in good if plan.question}
    likeness = Likeness(texts.items())
    advised = {id(plan) for plan in good[:MOST_ADVISED]}
    rows = [
        {
            "plan": plan,
            "advice": remarks(plan.question, alike=likeness.of(plan.question))
            if plan.question and id(plan) in advised
            else [],
        }
        for plan in plans
    ]
    outcomes = [plan.outcome for plan in plans]
    counts = {name: outcomes.count(name) for name in ("new", "changed", "same", "bad")}
    unadvised = max(0, len(good) - MOST_ADVISED)
    return {"rows": rows, "unadvised": unadvised, "counts": counts, "writes": counts["new"] + counts["changed"]}
