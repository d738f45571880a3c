"""Forged, changed, expired and misused tokens open nothing; rotation, reuse, signing out."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import jwt
import pytest
from django.conf import settings
from rest_framework.test import APIClient

from tests.factories.accounts import UserFactory
from viva.accounts import families, services
from viva.accounts.families import open_family
from viva.accounts.models import TokenFamily, User
from viva.api.v1.common import tokens
from viva.core import time

pytestmark = [pytest.mark.unit, pytest.mark.django_db, pytest.mark.services]
KEY = tokens._backend(settings.SECRET_KEY).signing_key


@pytest.fixture
def family() -> TokenFamily:
    return open_family(UserFactory())


def me(token: str, scheme: str = "Bearer") -> int:
    return int(APIClient().get("/api/v1/auth/me/", HTTP_AUTHORIZATION=f"{scheme} {token}").status_code)


def refreshed(token: str) -> Any:
    return APIClient().post("/api/v1/auth/refresh/", {"refresh": token})


def claims_of(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


def part(value: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def test_a_genuine_access_token_is_let_in(family: TokenFamily) -> None:
    assert me(tokens.issue(family)["access"]) == 200
    assert me(tokens.issue(family)["access"], "bearer") == 200


FORGERIES: dict[str, Callable[[str], str]] = {
    "no signature at all": lambda token: f"{part({'alg': 'none', 'typ': 'JWT'})}.{token.split('.')[1]}.",
    "alg none, signature kept": lambda token: ".".join([part({"alg": "none"}), *token.split(".")[1:]]),
    "another key": lambda token: jwt.encode(claims_of(token), "k" * 64, algorithm="HS256"),
    "the key of the sessions": lambda token: jwt.encode(claims_of(token), settings.SECRET_KEY, algorithm="HS256"),
    "another algorithm": lambda token: jwt.encode(claims_of(token), KEY, algorithm="HS512"),
    "another person's family": lambda token: ".".join(
        [token.split(".")[0], part(claims_of(token) | {"family": 1}), token.split(".")[2]]
    ),
    "expired": lambda token: jwt.encode(claims_of(token) | {"exp": 1_000_000_000}, KEY, algorithm="HS256"),
    "without an end": lambda token: jwt.encode(
        {name: value for name, value in claims_of(token).items() if name != "exp"}, KEY, algorithm="HS256"
    ),
    "of another kind": lambda token: jwt.encode(claims_of(token) | {"token_type": "x"}, KEY, algorithm="HS256"),
    "of a family that is no number": lambda token: jwt.encode(
        claims_of(token) | {"family": "1"}, KEY, algorithm="HS256"
    ),
    "of a family that never was": lambda token: jwt.encode(
        claims_of(token) | {"family": 2**62}, KEY, algorithm="HS256"
    ),
    "cut": lambda token: token[:-5],
    "empty": lambda token: "",
    "two words": lambda token: f"{token} {token}",
    "not base64": lambda token: "ä.ö.ü",
    "endless": lambda token: token + "A" * 5_000,
    "a list": lambda token: f"{part({'alg': 'HS256'})}.W10.AAAA",
}


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_access_token_is_refused(family: TokenFamily, forge: Callable[[str], str]) -> None:
    answer = APIClient().get(
        "/api/v1/auth/me/", HTTP_AUTHORIZATION=f"Bearer {forge(tokens.issue(family)['access'])}".encode("latin-1")
    )
    assert (answer.status_code, list(answer.json())) == (401, ["detail"])
    assert answer["WWW-Authenticate"] == 'Bearer realm="api"'


@pytest.mark.parametrize("forge", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_refresh_token_is_refused_and_ends_nothing(
    family: TokenFamily, forge: Callable[[str], str]
) -> None:
    assert refreshed(forge(tokens.issue(family)["refresh"])).status_code in {400, 401}
    assert refreshed(tokens.issue(family)["refresh"]).status_code == 200


def test_a_refresh_token_gives_no_access_and_an_access_token_no_refresh(family: TokenFamily) -> None:
    pair = tokens.issue(family)
    assert (me(pair["refresh"]), refreshed(pair["access"]).status_code) == (401, 401)


def test_another_scheme_is_nobody(family: TokenFamily) -> None:
    assert me(tokens.issue(family)["access"], "Basic") == 401


def test_a_refresh_gives_two_new_tokens_that_work(family: TokenFamily) -> None:
    first = tokens.issue(family)
    second = refreshed(first["refresh"]).json()
    assert sorted(second) == ["access", "refresh"]
    assert second["refresh"] != first["refresh"]
    assert me(second["access"]) == 200
    assert refreshed(second["refresh"]).status_code == 200


def test_a_rotated_token_used_again_ends_the_whole_family(family: TokenFamily) -> None:
    first = tokens.issue(family)
    second = refreshed(first["refresh"]).json()
    answer = refreshed(first["refresh"])
    assert (answer.status_code, list(answer.json())) == (401, ["detail"])
    assert refreshed(second["refresh"]).status_code == 401
    assert (me(first["access"]), me(second["access"])) == (401, 401)


def test_reuse_in_one_family_leaves_the_persons_others(family: TokenFamily) -> None:
    other = open_family(family.user)
    first = tokens.issue(family)["refresh"]
    refreshed(first), refreshed(first)
    assert me(tokens.issue(other)["access"]) == 200


def test_signing_out_ends_both_tokens_and_can_be_repeated(family: TokenFamily) -> None:
    pair = tokens.issue(family)
    for _ in range(2):
        answer = APIClient().post("/api/v1/auth/logout/", {"refresh": pair["refresh"]})
        assert (answer.status_code, answer.json()) == (200, {"message": "Signed out successfully"})
    assert (refreshed(pair["refresh"]).status_code, me(pair["access"])) == (401, 401)


def test_signing_out_takes_a_refresh_token_and_no_other(family: TokenFamily) -> None:
    pair = tokens.issue(family)
    assert APIClient().post("/api/v1/auth/logout/", {"refresh": pair["access"]}).status_code == 401
    assert APIClient().post("/api/v1/auth/logout/", {}).json() == {"refresh": ["This field is required."]}
    assert me(pair["access"]) == 200


def _switch_off(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def _change_password(user: User) -> None:
    services.change_password(user, password="another long password")


@pytest.mark.parametrize("change", [_switch_off, _change_password, lambda user: user.delete()])
def test_what_happens_to_the_account_ends_its_tokens(family: TokenFamily, change: Callable[[User], None]) -> None:
    pair = tokens.issue(family)
    change(family.user)
    assert (me(pair["access"]), refreshed(pair["refresh"]).status_code) == (401, 401)


def test_no_token_stands_in_the_database(family: TokenFamily) -> None:
    stored = str(list(TokenFamily.objects.values_list()))
    pair = tokens.issue(family)
    assert [token for token in pair.values() if token in stored or token.split(".")[2] in stored] == []


def test_an_access_token_works_as_long_as_the_setting_says(family: TokenFamily) -> None:
    claims = claims_of(tokens.issue(family)["access"])
    assert claims["exp"] - claims["iat"] == settings.VIVA_ACCESS_MINUTES * 60


def test_a_new_sign_in_clears_away_what_has_expired() -> None:
    user = UserFactory()
    old = open_family(user)
    with time.clock(lambda: old.expires_at + timedelta(seconds=1)):
        new = open_family(user)
    assert list(TokenFamily.objects.values_list("pk", flat=True)) == [new.pk]


def test_a_token_presented_to_another_family_ends_neither() -> None:
    family, other = open_family(UserFactory()), open_family(UserFactory())
    with pytest.raises(families.FamilyEnded):
        families.rotate(family.pk, presented="0" * 32)
    assert me(tokens.issue(other)["access"]) == 200
