"""The company's own language model: brought, looked at, tried and taken away by its owners alone."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from viva.accounts.selectors import own_model_of
from viva.accounts.services import AddressNotAllowed, KeyNeeded, remove_own_model, set_own_model
from viva.live.engine_status import own_model_use, try_own_model
from viva.web.engines.reading import read_tried, words_of
from viva.web.recruiter.desk import Desk, desk_page, show
from viva.web.recruiter.own_model_forms import OwnModelForm

_FIELDS = {KeyNeeded.code: "api_key", AddressNotAllowed.code: "base_url"}


@sensitive_post_parameters("api_key")
@desk_page(manages=True)
def own_model(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Shown and set; where the operator allows no address it only says so."""
    own = own_model_of(desk.company)
    is_allowed = bool(settings.VIVA_LLM_COMPANY_BASE_URLS)
    form = OwnModelForm.of(own, request.POST if request.method == "POST" and is_allowed else None)
    if form.is_bound and form.is_valid() and _is_set(form, desk):
        messages.success(request, _("The language model is saved. Interviews use it from now on."))
        return redirect("recruiter:own_model")
    return _show(request, desk, form, status=400 if form.errors else 200)


@desk_page(manages=True, methods=("POST",))
def try_it(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Asks it for its connection and one line, and shows the same page with what came of it."""
    own = own_model_of(desk.company)
    if own is None:
        return redirect("recruiter:own_model")
    tried = try_own_model(desk.company)
    return _show(request, desk, OwnModelForm.of(own), tried=read_tried(tried) if tried else None, was_tried=True)


@desk_page(manages=True, methods=("POST",))
def remove(request: HttpRequest, desk: Desk) -> HttpResponse:
    if remove_own_model(desk.company, by=desk.user):
        messages.success(request, _("The key is deleted. Interviews use this server's engine from now on."))
    return redirect("recruiter:own_model")


def _is_set(form: OwnModelForm, desk: Desk) -> bool:
    try:
        given = form.cleaned_data
        set_own_model(
            desk.company,
            base_url=given["base_url"],
            model=given["model"],
            key=given["api_key"],
            day_tokens=given["day_tokens"],
            day_money=given["day_money"] or 0.0,
            prompt_price=given["prompt_price"] or 0.0,
            completion_price=given["completion_price"] or 0.0,
            by=desk.user,
        )
    except (KeyNeeded, AddressNotAllowed) as error:
        form.add_error(_FIELDS[error.code], error.detail)
        return False
    return True


def _show(
    request: HttpRequest, desk: Desk, form: OwnModelForm, *, status: int = 200, **more: object
) -> HttpResponse:
    own = own_model_of(desk.company)
    use = own_model_use(desk.company) if own else None
    context = {
        "form": form,
        "own": own,
        "use": use,
        "tokens": f"{use.tokens:,}" if use else "",
        "spent": f"{use.cost / 1_000_000:.2f}"
        if use and own and (own.prompt_price or own.completion_price)
        else "",
        "last_failure": words_of(use.last_failure.failure) if use and use.last_failure else "",
        "is_allowed": bool(settings.VIVA_LLM_COMPANY_BASE_URLS),
        "address_is_allowed": own is not None and own.base_url in settings.VIVA_LLM_COMPANY_BASE_URLS,
        **more,
    }
    return show(request, "recruiter/own_model.html", desk, context, status=status)
