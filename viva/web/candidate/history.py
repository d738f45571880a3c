"""*My interviews*: the list with its filters, and one interview's result."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from viva.accounts.actors import actor_of
from viva.insights.result import QuestionResult, result_of
from viva.interviews.enums import Difficulty, InterviewType, Status
from viva.interviews.models import Interview, ScoreOverride
from viva.interviews.parts import Part, is_judged_unseen, part_of
from viva.interviews.selectors import get_interview_for, taken_by
from viva.live.markdown import render_markdown
from viva.live.models import ChatMessage
from viva.live.models.session import MessageKind, Speaker
from viva.web.candidate.practise import practise_items, to_compare
from viva.web.candidate.resume import resume_url
from viva.web.candidate.shown import practise_next, question_shown, verdict_sentence

PER_PAGE = 20
_FILTERS = {
    "status": ("status", Status),
    "type": ("interview_type", InterviewType),
    "difficulty": ("difficulty", Difficulty),
}


# What a message without words says in the transcript; the room says it in the same words.
_DEEDS = {
    MessageKind.HINT_REQUEST: _lazy("You asked for a hint"),
    MessageKind.RUN: _lazy("You ran your code"),
    MessageKind.TRY: _lazy("You tried your code with your own input"),
    MessageKind.SUBMIT: _lazy("You submitted your code"),
}


@login_required
def create_interview_view(request: HttpRequest) -> HttpResponse:
    """All three entry points lead here and on to the start page."""
    return redirect("ai_interview:start_interview")


@require_safe
@never_cache
@login_required
def interview_list(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    mine = taken_by(actor)
    chosen = _filtered(mine, request).select_related("session")
    page = Paginator(chosen, PER_PAGE).get_page(request.GET.get("page"))
    for interview in page.object_list:
        setattr(interview, "resume_url", resume_url(actor, interview))  # noqa: B010 - a column of the page, not of the model
        if is_judged_unseen(actor, interview):
            interview.overall_score = None
    context = {
        "page": page,
        "any_interviews": bool(page.paginator.count) or mine.exists(),
        "status_choices": Status.choices,
        "type_choices": InterviewType.choices,
        "difficulty_choices": Difficulty.choices,
    }
    return render(request, "interviews/interview_list.html", context)


def _filtered(interviews: QuerySet[Interview], request: HttpRequest) -> QuerySet[Interview]:
    """Only the values that exist narrow the list; anything else in the URL is passed over."""
    for parameter, (field, choices) in _FILTERS.items():
        value = request.GET.get(parameter, "")
        if value in choices.values:
            interviews = interviews.filter(**{field: value})
    return interviews


@require_safe
@never_cache
@login_required
def interview_detail(request: HttpRequest, interview_id: int) -> HttpResponse:
    actor = actor_of(request)
    try:
        interview = get_interview_for(actor, interview_id)
    except Interview.DoesNotExist:
        raise Http404 from None
    if interview.company_id and part_of(actor, interview) is not Part.CANDIDATE:
        return redirect("review:detail", interview_id)
    unseen = is_judged_unseen(actor, interview)
    context: dict[str, Any] = {
        "interview": interview,
        "resume_url": resume_url(actor, interview),
        "awaits_release": unseen and interview.status == Status.COMPLETED,
    }
    if unseen:
        interview.overall_score = None
    elif interview.status == Status.COMPLETED and hasattr(interview, "session"):
        context |= _result(interview)
    return render(request, "interviews/interview_detail.html", context)


def _result(interview: Interview) -> dict[str, Any]:
    results = result_of(interview, interview.session)
    engines = dict.fromkeys(result.engine for result in results if result.engine)
    return {
        "verdict": verdict_sentence(interview.overall_score),
        "scores_changed": ScoreOverride.objects.filter(response__interview=interview).exists(),
        "competencies": [
            {"label": _("Communication"), "score": interview.communication_score, "note": ""},
            {"label": _("Problem solving"), "score": interview.problem_solving_score, "note": ""},
            {"label": _("Code quality"), "score": interview.code_quality_score, "note": ""},
        ],
        "questions": [question_shown(result, with_model_answer=not interview.company_id) for result in results],
        "transcript": _transcript(interview),
        "practise_items": practise_items(interview),
        "practise_next": practise_next(interview, results),
        "compare": _compared(interview, results),
        "evaluated_by": ", ".join(engines),
    }


def _compared(interview: Interview, results: list[QuestionResult]) -> dict[str, Any] | None:
    """None of a company's interview: it asks others the same."""
    chosen = to_compare(results) if interview.company_id is None else None
    if chosen is None:
        return None
    question, answer = (mark_safe(render_markdown(text)) for text in (chosen.text, chosen.model_answer))  # noqa: S308 - sanitised
    return {"number": chosen.number, "question": question, "answer": answer}


def _spoken(message: ChatMessage) -> str:
    if not message.text:
        return str(_DEEDS.get(MessageKind(message.kind), message.get_kind_display()))
    html = render_markdown(message.text, breaks=message.speaker == Speaker.CANDIDATE)
    return mark_safe(html)  # noqa: S308 - sanitised by render_markdown


def _transcript(interview: Interview) -> list[dict[str, Any]]:
    spoken = interview.session.messages.exclude(kind=MessageKind.VERDICT).order_by("number")
    return [
        {
            "mine": message.speaker == Speaker.CANDIDATE,
            "name": _("You") if message.speaker == Speaker.CANDIDATE else _("Interviewer"),
            "at": message.created_at,
            "text": _spoken(message),
        }
        for message in spoken
    ]
