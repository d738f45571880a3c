"""Start an interview, sit in its room, complete it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viva.accounts.actors import actor_of, user_of
from viva.accounts.models import Level, User
from viva.accounts.selectors import get_profile_for
from viva.ai.bank.skills import skill_label
from viva.ai.profile import Profile
from viva.core.errors import TooManyAttempts
from viva.core.realtime.loop import call_on_loop
from viva.insights.figures import whole
from viva.interviews.enums import QuestionType
from viva.interviews.models import Interview
from viva.interviews.parts import is_judged_unseen
from viva.interviews.selectors import asked_before, get_interview_for, taken_by
from viva.live.completion import complete_session
from viva.live.languages import missing_languages
from viva.live.models import InterviewSession
from viva.live.models.session import SessionStatus
from viva.live.planning import plan_questions
from viva.live.selectors import get_session_for
from viva.live.services.sessions import PracticeChoice, create_practice_session
from viva.web.accounts.refusals import refuse
from viva.web.candidate.practise import offered
from viva.web.candidate.resume import unfinished_of
from viva.web.room.forms import StartForm, filled_from, named_questions, prefill, skill_rows, suited_to
from viva.web.room.reading import ReadForm

# Longer than everything that a completion waits for, each with a deadline of its own.
COMPLETE_SECONDS = 120.0
_START = "ai_interview/start_interview.html"


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def start_interview(request: HttpRequest) -> HttpResponse:
    actor = actor_of(request)
    profile = get_profile_for(actor)
    latest = taken_by(actor).first()
    initial = prefill(profile, latest, skill=request.GET.get("skill", ""))
    if wanted := named_questions(request.GET.getlist("question")):
        initial |= suited_to(wanted)
    reader = ReadForm.of(request)
    if reader.has_something:
        return _read(request, reader, initial)
    form = StartForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        session = _create(user_of(request), form.choice(skills=profile.skills, level=profile.level))
        return redirect("ai_interview:interview", session.pk)
    return _start_page(request, form, reader, status=400 if form.errors else 200)


def _read(request: HttpRequest, reader: ReadForm, initial: dict[str, Any]) -> HttpResponse:
    """The form again, filled with what the text says; refused, with what was typed and the reason."""
    try:
        found = reader.read(user_id=user_of(request).pk)
    except TooManyAttempts as error:
        return refuse(
            request, _START, _start_context(request, StartForm(request.POST, initial=initial), reader), error
        )
    if found is None:
        return _start_page(request, StartForm(request.POST, initial=initial), reader, status=400)
    form = StartForm(initial=filled_from(found, request.POST, initial=initial))
    return _start_page(request, form, ReadForm(), found=found)


def _start_page(
    request: HttpRequest, form: StartForm, reader: ReadForm, *, found: Profile | None = None, status: int = 200
) -> HttpResponse:
    return render(request, _START, _start_context(request, form, reader, found=found), status=status)


def _start_context(
    request: HttpRequest, form: StartForm, reader: ReadForm, *, found: Profile | None = None
) -> dict[str, Any]:
    skill = str(form["skill"].value() or "")
    return {
        "form": form,
        "reader": reader,
        "read": found,
        "level_label": Level(found.level).label if found and found.tells_level else _("not said"),
        "skill_rows": skill_rows(form, found),
        "unfinished": unfinished_of(actor_of(request)),
        "practising": skill_label(skill) if skill else "",
        "named": [offered(question) for question in named_questions(str(form["questions"].value() or "").split())],
        "missing_languages": missing_languages() if user_of(request).is_staff else [],
    }


def _create(user: User, choice: PracticeChoice) -> InterviewSession:
    asked = asked_before(user)
    questions = call_on_loop(lambda: plan_questions(choice, asked=asked), timeout=settings.VIVA_ENGINE_SECONDS * 2)
    return create_practice_session(user, choice=choice, questions=questions)


@require_safe
@never_cache
@login_required
def interview(request: HttpRequest, session_id: int) -> HttpResponse:
    session = _session(request, session_id)
    if session.status not in {SessionStatus.PREPARING, SessionStatus.IN_PROGRESS}:
        return redirect("candidate:interview_detail", session.interview_id)
    context = {
        "session": session,
        "interview": session.interview,
        "socket_path": f"/ws/room/{session.pk}/",
        "complete_url": reverse("ai_interview:complete", args=[session.pk]),
        "has_code": session.interview.questions.filter(question_type=QuestionType.CODING).exists(),
    }
    return render(request, "ai_interview/interview.html", context)


@require_POST
@never_cache
@login_required
def complete(request: HttpRequest, session_id: int) -> HttpResponse:
    """Complete the interview and go to the profile with the score; a second time changes nothing."""
    session = _session(request, session_id)
    call_on_loop(lambda: complete_session(session.pk), timeout=COMPLETE_SECONDS)
    actor = actor_of(request)
    finished = get_interview_for(actor, session.interview_id)
    unseen = is_judged_unseen(actor, finished)
    messages.success(request, _("Interview completed!") if unseen else completed_message(finished))
    return redirect("candidate:profile")


def completed_message(finished: Interview) -> str:
    if finished.overall_score is None:
        return _("Interview completed! Not assessed")
    score = whole(finished.overall_score)
    return _("Interview completed! Overall score: %(score)s/100") % {"score": score}


def _session(request: HttpRequest, session_id: int) -> InterviewSession:
    """Of practice: a company's interview has a room of its own address."""
    try:
        session = get_session_for(actor_of(request), session_id)
    except InterviewSession.DoesNotExist:
        raise Http404 from None
    if session.interview.company_id is not None:
        raise Http404
    return session
