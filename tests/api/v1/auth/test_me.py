"""One's own account over the API."""

from __future__ import annotations

import pytest

from tests.api.clients import client_of
from tests.api.stored import everything_stored
from tests.factories.accounts import PASSWORD, UserFactory
from viva.accounts import limits
from viva.accounts.models import User

pytestmark = [pytest.mark.unit, pytest.mark.django_db, pytest.mark.services]
URL = "/api/v1/auth/me/"


@pytest.fixture
def ann() -> User:
    return UserFactory(username="ann", name="Ann Lee", date_joined="2026-03-01T12:00:00Z")


def test_the_account_and_its_profile_are_told_as_one(ann: User) -> None:
    assert client_of(ann).get(URL).json() == {
        "id": ann.pk,
        "username": "ann",
        "role": "candidate",
        "companies": [],
        "date_joined": "2026-03-01T12:00:00Z",
        "email": "ann@people.example",
        "name": "Ann Lee",
        "target_role": "Backend engineer",
        "skills": ["Python", "SQL"],
        "level": "mid",
        "coding_language": "python",
        "locale": "en",
        "time_zone": "",
    }


def test_only_what_is_sent_changes(ann: User) -> None:
    before = client_of(ann).get(URL).json()
    sent = {"name": "  Ann\u202e  Lea ", "skills": ["SQL", "sql ", " Redis", ""], "time_zone": "Europe/Berlin"}
    answer = client_of(ann).patch(URL, sent)
    assert answer.status_code == 200
    changed = {"name": "Ann Lea", "skills": ["SQL", "Redis"], "time_zone": "Europe/Berlin"}
    assert answer.json() == client_of(ann).get(URL).json() == before | changed


def test_what_is_not_ones_own_to_write_is_left_alone(ann: User) -> None:
    before = everything_stored()
    answer = client_of(ann).patch(
        URL,
        {
            "id": 99,
            "username": "root",
            "role": "recruiter",
            "companies": [1],
            "date_joined": "2020-01-01T00:00:00Z",
            "is_staff": True,
            "is_superuser": True,
            "password": "another long password",
        },
    )
    assert answer.status_code == 200
    assert everything_stored() == before


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"name": "x" * 201}, "name"),
        ({"name": ["x"]}, "name"),
        ({"skills": "SQL"}, "skills"),
        ({"skills": ["x" * 51]}, "skills.0"),
        ({"skills": [{"a": 1}]}, "skills.0"),
        ({"skills": [5]}, "skills.0"),
        ({"name": 5}, "name"),
        ({"skills": [str(number) for number in range(31)]}, "skills"),
        ({"level": "chief"}, "level"),
        ({"coding_language": "cobol"}, "coding_language"),
        ({"locale": "tlh"}, "locale"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"email": "nobody", "current_password": PASSWORD}, "email"),
        ({"email": "tom@people.example", "current_password": PASSWORD}, "email"),
        ({"email": "new@people.example"}, "current_password"),
        ({"email": "new@people.example", "current_password": "wrong"}, "current_password"),
    ],
)
def test_a_wrong_field_is_named_and_nothing_changed(ann: User, sent: dict[str, object], field: str) -> None:
    UserFactory(username="tom")
    before = everything_stored()
    answer = client_of(ann).patch(URL, sent)
    assert (answer.status_code, list(answer.json())) == (400, [field]), answer.json()
    assert everything_stored() == before


def test_the_address_changes_with_the_password(ann: User) -> None:
    sent = {"email": "new@people.example", "current_password": PASSWORD}
    assert client_of(ann).patch(URL, sent).json()["email"] == "new@people.example"


def test_the_own_password_cannot_be_tried_out(ann: User) -> None:
    client, sent = client_of(ann), {"email": "new@people.example", "current_password": "wrong"}
    assert {client.patch(URL, sent).status_code for _ in range(limits.OWN_PASSWORD.cap)} == {400}
    assert client.patch(URL, sent | {"current_password": PASSWORD}).status_code == 429
