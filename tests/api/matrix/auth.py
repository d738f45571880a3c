"""Signing in and up: open to everybody, each with a body of its own; the account is one's own by its nature."""

from __future__ import annotations

from tests.api.matrix import Asked, Call, World, everybody, signed_in
from tests.factories.accounts import PASSWORD
from viva.accounts.families import open_family
from viva.api.v1.common import tokens


def own_name(world: World) -> Asked:
    return Asked(body={"username": "owner", "password": PASSWORD})


def own_refresh(world: World) -> Asked:
    return Asked(body={"refresh": tokens.issue(open_family(world.owner))["refresh"]})


def newcomer(world: World) -> Asked:
    return Asked(body={"username": "new", "email": "new@people.example", "password": "a long word of tests"})


CALLS = [
    Call("POST", "auth/login/", everybody(200), own_name),
    Call("POST", "auth/refresh/", everybody(200), own_refresh),
    Call("POST", "auth/logout/", everybody(200), own_refresh),
    Call("POST", "auth/register/", everybody(201), newcomer),
    Call("GET", "auth/me/", signed_in(200)),
    Call("PATCH", "auth/me/", signed_in(200), lambda world: Asked(body={"name": "Another"})),
]
