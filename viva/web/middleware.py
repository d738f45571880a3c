"""Middleware of the pages: known trouble told plainly, privacy, the viewer's zone and language."""

from __future__ import annotations

import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils import timezone, translation
from django.utils.cache import patch_vary_headers

from viva.accounts.selectors import known_time_zones
from viva.web.accounts.kept import keep
from viva.web.accounts.views import sign_in_keeping
from viva.web.public.errors import known_trouble

Handler = Callable[[HttpRequest], HttpResponse]


class DatabaseErrorsMiddleware:
    """A database behind the code, full or locked, or a limit reached in a view, gives its page, not a 500.

    This sees what views and templates raise. What other middleware raises (a session's save) never gets
    here: `errors.server_error` answers for that.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        return known_trouble(error)


class PrivatePagesMiddleware:
    """What somebody with a session is answered is theirs: kept by no cache unless the view says otherwise."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        with_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if (with_session or response.cookies) and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
            patch_vary_headers(response, ["Cookie"])
        return response


class KeptWordsMiddleware:
    """A form that comes after its writer's sign-in has ended is kept through the next one, not lost to it."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.method == "POST" and _asks_to_sign_in(response) and (token := keep(request)):
            return sign_in_keeping(request, token)
        return response


def _asks_to_sign_in(response: HttpResponse) -> bool:
    return response.status_code == 302 and response["Location"].startswith(f"{resolve_url(settings.LOGIN_URL)}?")


class ViewerPreferencesMiddleware:
    """The zone and the language of the viewer's profile, as the session remembers them."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        zone, language = request.session.get("time_zone"), request.session.get("language")
        if zone in known_time_zones():
            timezone.activate(zoneinfo.ZoneInfo(zone))
        else:
            timezone.deactivate()
        if language in dict(settings.LANGUAGES):
            translation.activate(language)
            request.LANGUAGE_CODE = translation.get_language()
        return self.get_response(request)
