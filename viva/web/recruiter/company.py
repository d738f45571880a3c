"""The company's own page: what it is called and looks like, how strict it is, how long it keeps."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from viva.accounts import limits
from viva.accounts.actors import actor_of
from viva.accounts.logos import LARGEST_BYTES
from viva.accounts.models import Company, Role, Strictness
from viva.accounts.selectors import memberships_of
from viva.accounts.services import change_company, create_company, remove_logo, set_logo
from viva.core.errors import VivaError
from viva.insights.words import strictness_text
from viva.web.recruiter.company_forms import CompanyForm, LogoForm, NewCompanyForm
from viva.web.recruiter.desk import Desk, desk_page, show, sit_at

PICTURE_SECONDS = 3600  # that a browser keeps a logo; its address changes with it


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """For a recruiter who belongs to no company (any more), and for a second company."""
    actor = actor_of(request)
    if actor.user.role != Role.RECRUITER:
        raise Http404
    form = NewCompanyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        limits.spend([limits.Attempt(limits.SIGN_UP_ADDRESS, limits.address_of(request))])
        company = create_company(actor.user, name=form.cleaned_data["name"])
        sit_at(request, company.pk)
        messages.success(request, _("%(name)s is ready.") % {"name": company.name})
        return redirect("recruiter:dashboard")
    context = {"form": form, "has_company": memberships_of(actor).exists()}
    return render(request, "recruiter/company_new.html", context)


@desk_page()
def settings(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Read by all of the company, changed by its owners."""
    form = CompanyForm.of(desk.company, request.POST if request.method == "POST" and desk.may_manage else None)
    if form.is_bound and form.is_valid():
        change_company(desk.company, words=form.words(), by=desk.user)
        messages.success(request, _("The company is saved."))
        return redirect("recruiter:company")
    return show(request, "recruiter/company.html", desk, _forms(form, LogoForm()))


def _forms(form: CompanyForm, logo_form: LogoForm) -> dict[str, object]:
    """With what each strictness does, which is the scorecard's own sentence."""
    return {"form": form, "logo_form": logo_form} | {
        f"{strictness.value}_text": strictness_text(strictness) for strictness in Strictness
    }


@desk_page(manages=True, methods=("POST",))
def logo(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Upload it, or take it away."""
    if "remove" in request.POST:
        remove_logo(desk.company, by=desk.user)
        messages.success(request, _("The logo is removed."))
        return redirect("recruiter:company")
    form = LogoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            set_logo(desk.company, content=form.cleaned_data["logo"].read(LARGEST_BYTES + 1), by=desk.user)
        except VivaError as error:
            form.add_error("logo", error.detail)
        else:
            messages.success(request, _("The logo is saved."))
            return redirect("recruiter:company")
    context = _forms(CompanyForm.of(desk.company), form)
    return show(request, "recruiter/company.html", desk, context, status=400)


@require_safe
def picture(request: HttpRequest, name: str) -> FileResponse:
    """A company's logo, for everybody who gets its mail or sees its jobs: a PNG that Viva drew.

    Its random name is in its address, so it tells nobody which companies there are.
    """
    stored = f"companies/{name}"
    if not Company.objects.filter(logo=stored).exists() or not default_storage.exists(stored):
        raise Http404
    response = FileResponse(default_storage.open(stored), content_type="image/png")
    response["Cache-Control"] = f"public, max-age={PICTURE_SECONDS}"
    return response
