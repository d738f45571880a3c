"""A candidate's seat in one interview, taken by the account's own address or by the secret link.

By link the key is the credential and stands in the body of what is posted: such a form needs no CSRF token, and
could not carry one, because a page without referrer posts with the origin `null`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters

from viva.accounts.actors import Actor, LinkHolder, actor_of
from viva.interviews.models import Interview
from viva.interviews.sitting import find_by_key, get_sat_interview_for

_ACTIONS = ("begin", "person", "times", "complete", "chunk", "part_end", "trouble", "check")


@dataclass(frozen=True, slots=True)
class Seat:
    """`key` is the link's, "" for the signed-in candidate."""

    actor: Actor
    interview: Interview
    key: str = ""

    @property
    def home(self) -> str:
        """Where it is told how the interview stands; by link it is also the room while it runs."""
        if self.key:
            return f"{reverse('public:landing')}?{urlencode({'session_key': self.key})}"
        return reverse("meeting:ready", args=[self.interview.uuid])

    @property
    def room(self) -> str:
        return self.home if self.key else reverse("meeting:start", args=[self.interview.uuid])

    @property
    def outside(self) -> str:
        """Where one goes who leaves the room for now."""
        return f"{self.home}&{urlencode({'left': 1})}" if self.key else self.home

    @property
    def times(self) -> str:
        if self.key:
            return f"{reverse('meeting:times_by_link')}?{urlencode({'session_key': self.key})}"
        return reverse("meeting:times", args=[self.interview.uuid])

    @property
    def actions(self) -> dict[str, str]:
        """The addresses that its forms post to."""
        if self.key:
            return {name: reverse(f"meeting:{name}_by_link") for name in _ACTIONS}
        return {name: reverse(f"meeting:{name}", args=[self.interview.uuid]) for name in _ACTIONS}


View = Callable[[HttpRequest, Seat], HttpResponse]


def seat_by_key(key: str) -> Seat:
    """Http404 for a key of no interview: the same page, whatever is wrong with it."""
    try:
        interview = find_by_key(key)
    except Interview.DoesNotExist:
        raise Http404 from None
    return Seat(LinkHolder(interview.pk), interview, key)


def by_account(view: View) -> Callable[..., HttpResponse]:
    """For the signed-in candidate, by the interview's UUID."""

    @never_cache
    @login_required
    @wraps(view)
    def page(request: HttpRequest, uuid: UUID) -> HttpResponse:
        actor = actor_of(request)
        try:
            interview = get_sat_interview_for(actor, uuid)
        except Interview.DoesNotExist:
            raise Http404 from None
        return view(request, Seat(actor, interview))

    return page


def by_link(view: View) -> Callable[..., HttpResponse]:
    """For whoever holds the link: the key in the body, or for a page that is read in the address."""

    @csrf_exempt
    @sensitive_post_parameters("session_key")
    @never_cache
    @wraps(view)
    def page(request: HttpRequest) -> HttpResponse:
        given = request.POST if request.method == "POST" else request.GET
        response = view(request, seat_by_key(given.get("session_key", "")))
        response["Referrer-Policy"] = "no-referrer"
        return response

    return page
