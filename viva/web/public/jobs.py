"""An open job as everybody sees it, and applying for it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from viva.accounts import limits
from viva.accounts.actors import UserActor
from viva.accounts.models import Role, User
from viva.core.errors import TooManyAttempts, VivaError
from viva.jobs.models import Application, Job
from viva.jobs.resumes import LARGEST_BYTES, Resume, checked_resume
from viva.jobs.selectors import jobs_for, open_jobs
from viva.jobs.services import apply_for, apply_openly
from viva.web.accounts.refusals import refuse
from viva.web.recruiter.job_forms import ApplyForm


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def job(request: HttpRequest, job_id: int) -> HttpResponse:
    """Closed ones are 404 for everybody but the company's people and who has applied."""
    found = _seen(request, job_id)
    account = _account_of(request)
    standing = _standing(account, found)
    form = _form(request, account)
    context = {"job": found, "form": form, "account": account, "standing": standing}
    if request.method == "POST" and standing is None and form.is_valid():
        try:
            limits.spend([limits.Attempt(limits.APPLICATION_ADDRESS, limits.address_of(request))])
            return _applied(request, found, form, account)
        except TooManyAttempts as error:
            return refuse(request, "public/job.html", context, error)
        except VivaError as error:
            _tell(form, error)
    return render(request, "public/job.html", context, status=400 if form.errors else 200)


@require_safe
def applied(request: HttpRequest, job_id: int) -> HttpResponse:
    """The same for everybody: it must not tell a stranger who has applied."""
    return render(request, "public/job_applied.html", {"job": _seen(request, job_id)})


def _seen(request: HttpRequest, job_id: int) -> Job:
    user = request.user
    mine = jobs_for(UserActor(user)).select_related("company") if isinstance(user, User) else Job.objects.none()
    found = mine.filter(pk=job_id).first() or open_jobs().filter(pk=job_id).first()
    if found is None:
        raise Http404
    return found


def _account_of(request: HttpRequest) -> User | None:
    """The account to apply with: a candidate's that has an address."""
    user = request.user
    return user if isinstance(user, User) and user.role == Role.CANDIDATE and user.email else None


def _standing(account: User | None, found: Job) -> Application | None:
    return Application.objects.filter(job=found, candidate=account).first() if account else None


def _form(request: HttpRequest, account: User | None) -> ApplyForm:
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    return ApplyForm.for_account(*given) if account else ApplyForm(*given)


def _applied(request: HttpRequest, found: Job, form: ApplyForm, account: User | None) -> HttpResponse:
    given = form.cleaned_data
    resume = _resume(given)
    if account:
        apply_for(found, candidate=account, note=given["note"], resume=resume)
        messages.success(request, _("Your application has been sent."))
        return redirect("public:job", found.pk)
    apply_openly(found, name=given["name"], email=given["email"], note=given["note"], resume=resume)
    return redirect("public:job_applied", found.pk)


def _resume(given: dict[str, Any]) -> Resume | None:
    upload = given.get("resume")
    return checked_resume(upload.read(LARGEST_BYTES + 1), name=upload.name or "") if upload else None


def _tell(form: ApplyForm, error: VivaError) -> None:
    field = getattr(error, "field", None)
    form.add_error(field if field in form.fields else None, error.detail)
