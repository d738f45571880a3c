"""Signing in, out and up, and the profile's form."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from viva.accounts import limits, services
from viva.accounts.actors import actor_of
from viva.accounts.models import Profile, Role, User
from viva.accounts.selectors import get_profile_for
from viva.core.errors import VivaError
from viva.web.accounts.forms import ProfileForm, SignInForm, SignUpForm
from viva.web.accounts.kept import Kept, kept_in
from viva.web.accounts.refusals import refuse
from viva.web.accounts.targets import go_on, home_of, safe_target

form_page = require_http_methods(["GET", "HEAD", "POST"])


@sensitive_post_parameters("password")
@never_cache
@form_page
def login(request: HttpRequest) -> HttpResponse:
    kept = request.POST.get("kept", "")
    if request.user.is_authenticated:
        return _resumed(request, kept)
    form = SignInForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "next": safe_target(request), "kept": kept, "demo_accounts": settings.VIVA_DEMO}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            services.sign_in(request, identifier=data["username"], password=data["password"])
        except VivaError as error:
            return refuse(request, "accounts/login.html", context, error)
        return _resumed(request, kept)
    return render(request, "accounts/login.html", context)


def _resumed(request: HttpRequest, token: str) -> HttpResponse:
    """To the form that was under way when the sign-in ended, else to where they wanted."""
    kept = kept_in(token) if token else None
    return show_kept(request, kept, is_back=True) if kept else go_on(request)


def show_kept(request: HttpRequest, kept: Kept, *, is_back: bool) -> HttpResponse:
    context = {"kept": kept, "is_back": is_back, "home": home_of(request)}
    response = render(request, "accounts/kept.html", context, status=200 if is_back else 403)
    add_never_cache_headers(response)
    return response


def sign_in_keeping(request: HttpRequest, token: str) -> HttpResponse:
    """The sign-in in the place of a page that needs one, with the form of the POST kept in it."""
    context = {"form": SignInForm(), "next": "", "kept": token, "demo_accounts": False}
    response = render(request, "accounts/login.html", context, status=403)
    add_never_cache_headers(response)
    return response


@require_POST
def logout(request: HttpRequest) -> HttpResponse:
    services.sign_out(request)
    messages.info(request, _("You are signed out."))
    return redirect("public:landing")


@require_safe
def admin_login(request: HttpRequest) -> HttpResponse:
    """The administration signs in on the one page whose tries are counted."""
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect(f"{reverse('accounts:login')}?{request.GET.urlencode()}")


@sensitive_post_parameters("password")
@never_cache
@form_page
def signup(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return go_on(request)
    form = SignUpForm(request.POST if request.method == "POST" else None)
    context = {"form": form, "next": safe_target(request)}
    if request.method == "POST":
        try:
            limits.spend([limits.Attempt(limits.SIGN_UP_ADDRESS, limits.address_of(request))])
            if form.is_valid():
                return _signed_up(request, form)
        except VivaError as error:
            return refuse(request, "accounts/signup.html", context, error)
    return render(request, "accounts/signup.html", context)


def _signed_up(request: HttpRequest, form: SignUpForm) -> HttpResponse:
    user = _registered(form.cleaned_data)
    services.start_session(request, user)
    messages.success(request, _("Welcome, %(name)s. Your account is ready.") % {"name": user.get_short_name()})
    return go_on(request)


def _registered(data: dict[str, Any]) -> User:
    account = {name: data[name] for name in ("username", "email", "password", "name")}
    if data["role"] == Role.RECRUITER:
        return services.register_recruiter(**account, company_name=data["company_name"])
    return services.register_candidate(**account)


@sensitive_post_parameters("current_password")
@login_required
@form_page
def profile_edit(request: HttpRequest) -> HttpResponse:
    profile = get_profile_for(actor_of(request))
    form = ProfileForm.for_profile(profile, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            saved = _saved(request, profile, form)
        except VivaError as error:
            return refuse(request, "accounts/profile_edit.html", {"form": form}, error)
        if saved:
            messages.success(request, _("Your profile is saved."))
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "accounts/profile_edit.html", {"form": form})


def _saved(request: HttpRequest, profile: Profile, form: ProfileForm) -> bool:
    """False, with the error on the form, where the current password was needed and wrong."""
    data = dict(form.cleaned_data)
    email, password = data.pop("email"), data.pop("current_password")
    if form.email_changes:
        if not services.confirm_own_password(profile.user, password=password):
            form.add_error("current_password", _("That is not your current password."))
            return False
        services.change_email(profile.user, email=email)
    services.remember_preferences(request, services.update_profile(profile.user, **data))
    return True
