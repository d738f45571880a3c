"""The page of a job's questions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from viva.interviews.services.question_sets import question_set_of, set_questions
from viva.jobs.models import Job
from viva.jobs.selectors import get_job_for
from viva.web.recruiter.desk import Desk, desk_page, show
from viva.web.recruiter.question_forms import QuestionSetForm, check_number, typed_questions


@desk_page(find=get_job_for, writes=True)
def questions(request: HttpRequest, desk: Desk, job: Job) -> HttpResponse:
    question_set = question_set_of(job)
    data = request.POST if request.method == "POST" else None
    form, typed = QuestionSetForm(desk.actor, question_set, data), typed_questions(question_set, data)
    if form.is_bound and form.is_valid() and typed.is_valid():
        check_number(form, typed)
        if not form.errors:
            set_questions(job, words=form.words(typed.entries()), by=desk.user)
            messages.success(request, _("The questions are saved. Interviews made from now on ask them."))
            return redirect("recruiter:job", job.pk)
    context = {"job": job, "form": form, "typed": typed}
    refused = bool(form.errors or (typed.is_bound and not typed.is_valid()))
    return show(request, "recruiter/questions.html", desk, context, status=400 if refused else 200)
