"""At which company's desk a recruiter sits, and what they may do there. Every recruiter's page goes through it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from viva.accounts.actors import UserActor, actor_of
from viva.accounts.models import Company, Membership, Role, User
from viva.accounts.selectors import memberships_of

COMPANY_KEY = "company_id"  # of the session
View = Callable[..., HttpResponse]


@dataclass(frozen=True, slots=True)
class Desk:
    """The actor as a member of one company; `places` are all of theirs."""

    actor: UserActor
    membership: Membership
    places: tuple[Membership, ...]

    @property
    def company(self) -> Company:
        return self.membership.company

    @property
    def user(self) -> User:
        return self.actor.user

    @property
    def may_write(self) -> bool:
        return self.membership.may_write

    @property
    def may_manage(self) -> bool:
        return self.membership.may_manage


def desk_page(
    *,
    find: Callable[..., Any] | None = None,
    writes: bool = False,
    manages: bool = False,
    methods: tuple[str, ...] = ("GET", "HEAD", "POST"),
) -> Callable[[View], View]:
    """The view gets the desk, and after it what `find(actor, …)` gives for the parts of the address.

    Nobody is sent to sign in. 404 for who belongs to no company and for what is not there or another company's;
    403 for a member whose role does not go so far. A thing of another company of theirs moves them to its desk.
    """

    def wrap(view: View) -> View:
        @require_http_methods(list(methods))
        @never_cache
        @login_required
        @wraps(view)
        def page(request: HttpRequest, **parts: Any) -> HttpResponse:
            actor = actor_of(request)
            places = tuple(memberships_of(actor))
            if not places and actor.user.role == Role.RECRUITER:
                return redirect("recruiter:company_new")
            things = [_found(find, actor, parts)] if find else []
            wanted = _company_of(things[0]) if things else request.session.get(COMPANY_KEY)
            desk = Desk(actor, _place(places, wanted, strictly=bool(things)), places)
            if (writes and not desk.may_write) or (manages and not desk.may_manage):
                raise PermissionDenied
            if len(places) > 1:
                sit_at(request, desk.company.pk)
            return view(request, desk, *things, **({} if find else parts))

        return page

    return wrap


def sit_at(request: HttpRequest, company_id: int) -> None:
    if request.session.get(COMPANY_KEY) != company_id:
        request.session[COMPANY_KEY] = company_id


def show(
    request: HttpRequest, template: str, desk: Desk, context: dict[str, Any] | None = None, *, status: int = 200
) -> HttpResponse:
    """A page of the desk; templates find it as `desk`."""
    return render(request, template, {"desk": desk, **(context or {})}, status=status)


def _found(find: Callable[..., Any], actor: UserActor, parts: dict[str, Any]) -> Any:
    try:
        return find(actor, *parts.values())
    except ObjectDoesNotExist:
        raise Http404 from None


def _company_of(thing: Any) -> int | None:
    """A thing has a company, or a job that has one."""
    if hasattr(thing, "company_id"):
        return thing.company_id  # type: ignore[no-any-return]
    return thing.job.company_id  # type: ignore[no-any-return]


def _place(places: tuple[Membership, ...], company_id: int | None, *, strictly: bool) -> Membership:
    for place in places:
        if place.company_id == company_id:
            return place
    if strictly or not places:
        raise Http404
    return places[0]
