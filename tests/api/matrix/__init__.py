"""Who may make which call on whose object: one module per part, each with its `CALLS`.

The calls are read from the URL configuration, so one that stands in no table fails the suite.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from tests.factories.accounts import AdminFactory, RecruiterFactory, UserFactory
from viva.accounts.models import Company, MemberRole, Membership, User

CALLERS = ("nobody", "owner", "outsider", "recruiter", "other_recruiter", "admin")


@dataclass(frozen=True)
class World:
    """`owner` is the candidate whose things are asked for, `recruiter` owns the `company` concerned.

    `outsider` and `other_recruiter` (of `other_company`) have nothing to do with either; nor has `admin`, who is
    staff.
    """

    owner: User
    outsider: User
    recruiter: User
    other_recruiter: User
    admin: User
    company: Company
    other_company: Company

    def caller(self, name: str) -> User | None:
        return None if name == "nobody" else getattr(self, name)


@dataclass(frozen=True)
class Asked:
    """What to put into the route and to send."""

    kwargs: Mapping[str, object] = field(default_factory=dict)
    body: Mapping[str, Any] | None = None
    query: str = ""


def nothing(world: World) -> Asked:
    return Asked()


@dataclass(frozen=True)
class Call:
    """`answers` has a status for each of CALLERS; `prepare` makes the object asked for."""

    method: str
    route: str
    answers: Mapping[str, int]
    prepare: Callable[[World], Asked] = nothing

    @property
    def name(self) -> str:
        return f"{self.method} {self.route}"

    def path(self, asked: Asked) -> str:
        parts = [_filled(part, asked.kwargs) for part in self.route.split("/")]
        return f"/api/v1/{'/'.join(parts)}{asked.query}"


def everybody(status: int, **others: int) -> dict[str, int]:
    """The same for all callers but `others`."""
    return {caller: others.get(caller, status) for caller in CALLERS}


def signed_in(status: int, **others: int) -> dict[str, int]:
    """401 for nobody, the same for all the signed-in but `others`."""
    return everybody(status, nobody=401, **others)


def make_world() -> World:
    company, other_company = Company.objects.create(name="Acme"), Company.objects.create(name="Other")
    world = World(
        owner=UserFactory(username="owner"),
        outsider=UserFactory(username="outsider"),
        recruiter=RecruiterFactory(username="recruiter"),
        other_recruiter=RecruiterFactory(username="other-recruiter"),
        admin=AdminFactory(username="admin"),
        company=company,
        other_company=other_company,
    )
    Membership.objects.create(company=company, user=world.recruiter, role=MemberRole.OWNER)
    Membership.objects.create(company=other_company, user=world.other_recruiter, role=MemberRole.OWNER)
    return world


def tables() -> list[Call]:
    """All entries of the modules in this folder."""
    modules = [importlib.import_module(f"{__name__}.{found.name}") for found in pkgutil.iter_modules(__path__)]
    return [call for module in modules for call in module.CALLS]


def calls_of_the_url_configuration() -> list[str]:
    views = _views(get_resolver("viva.api.v1.urls"), "")
    return sorted(f"{method} {route}" for route, view in views for method in _methods(view))


def _views(resolver: URLResolver, prefix: str) -> Iterator[tuple[str, Any]]:
    for entry in resolver.url_patterns:
        route = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from _views(entry, route)
        elif isinstance(entry, URLPattern):
            yield route, entry.callback


def _methods(view: Any) -> list[str]:
    actions = getattr(view, "actions", None)
    names = actions or [name for name in view.cls.http_method_names if hasattr(view.cls, name)]
    return [name.upper() for name in names if name not in {"head", "options"}]


def _filled(part: str, kwargs: Mapping[str, object]) -> str:
    return str(kwargs[part.strip("<>").partition(":")[2]]) if part.startswith("<") else part
