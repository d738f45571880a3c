"""A new password: by a link in an e-mail, or by knowing the old one."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from viva.accounts import limits, services
from viva.accounts.actors import user_of
from viva.accounts.models import User
from viva.accounts.password_reset import request_password_reset
from viva.core.errors import VivaError
from viva.web.accounts.forms import ChangePasswordForm, NewPasswordForm, ResetForm
from viva.web.accounts.refusals import refuse

form_page = require_http_methods(["GET", "HEAD", "POST"])


@never_cache
@form_page
def password_reset(request: HttpRequest) -> HttpResponse:
    form = ResetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            request_password_reset(email=form.cleaned_data["email"], address=limits.address_of(request))
        except VivaError as error:
            return refuse(request, "accounts/password_reset_form.html", {"form": form}, error)
        return redirect("accounts:password_reset_done")
    return render(request, "accounts/password_reset_form.html", {"form": form})


@require_safe
def password_reset_done(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/password_reset_done.html")


class PasswordResetConfirm(auth_views.PasswordResetConfirmView):
    """Django's view: it moves the token from the address into the session, so that no Referer carries it."""

    form_class = NewPasswordForm  # type: ignore[assignment]
    template_name = "accounts/password_reset_confirm.html"
    success_url = reverse_lazy("accounts:password_reset_complete")

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            services.reset_password(
                self.request, cast(User, self.user), password=form.cleaned_data["new_password"]
            )
        except VivaError as error:
            return refuse(self.request, self.template_name, self.get_context_data(form=form), error)
        self.request.session.pop(auth_views.INTERNAL_RESET_SESSION_TOKEN, None)
        return redirect(self.get_success_url())


password_reset_confirm = form_page(PasswordResetConfirm.as_view())  # its dispatch answers any method


@require_safe
def password_reset_complete(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/password_reset_complete.html")


@sensitive_post_parameters()
@never_cache
@login_required
@form_page
def password_change(request: HttpRequest) -> HttpResponse:
    form = ChangePasswordForm(user_of(request), request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            changed = _changed(request, form)
        except VivaError as error:
            return refuse(request, "accounts/password_change_form.html", {"form": form}, error)
        if changed:
            messages.success(request, _("Your password is changed. All your other sign-ins have ended."))
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/password_change_form.html", {"form": form})


def _changed(request: HttpRequest, form: ChangePasswordForm) -> bool:
    """False, with the error on the form, where the current password is wrong."""
    if not services.confirm_own_password(form.user, password=form.cleaned_data["old_password"]):
        form.add_error("old_password", _("That is not your current password."))
        return False
    services.change_password(form.user, password=form.cleaned_data["new_password"])
    update_session_auth_hash(request, form.user)
    return True
