"""The profile's form."""

from __future__ import annotations

import zoneinfo
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.accounts import PASSWORD, UserFactory
from viva.accounts.models import Profile, User
from viva.accounts.selectors import offered_time_zones
from viva.web.middleware import ViewerPreferencesMiddleware

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

EDIT = "/profile/edit/"
GIVEN = {
    "name": "Ann Lee",
    "email": "ann@x.org",
    "target_role": "Data engineer",
    "skills": "SQL, Python",
    "level": "senior",
    "coding_language": "python",
    "locale": "en",
    "time_zone": "Europe/Berlin",
}


@pytest.fixture
def ann(client: Client) -> User:
    user: User = UserFactory(username="ann", email="ann@x.org")
    client.force_login(user)
    return user


def _save(client: Client, **changes: Any) -> Any:
    return client.post(EDIT, {**GIVEN, **changes})


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    assert client.get(EDIT)["Location"] == "/accounts/login/?next=/profile/edit/"


def test_the_form_shows_what_is_stored(client: Client, ann: User) -> None:
    form = client.get(EDIT).context["form"]
    assert (form["email"].value(), form["skills"].value()) == ("ann@x.org", "Python, SQL")


def test_saving_stores_all_and_the_session_follows(client: Client, ann: User) -> None:
    assert _save(client)["Location"] == "/profile/"
    profile = Profile.objects.select_related("user").get(user=ann)
    stored = (profile.user.name, profile.target_role, profile.skills, profile.level, profile.time_zone)
    assert stored == ("Ann Lee", "Data engineer", ["SQL", "Python"], "senior", "Europe/Berlin")
    assert client.session["time_zone"] == "Europe/Berlin"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (" Python ,, sql,PYTHON , SQL ", ["Python", "sql"]),
        ("REST   APIs\nTesting,", ["REST APIs", "Testing"]),
        (" , ,", []),
        (",".join(str(n) for n in range(30)), [str(n) for n in range(30)]),
        ("x" * 50, ["x" * 50]),
        ("<script>alert(1)</script>", ["<script>alert(1)</script>"]),
    ],
)
def test_skills_are_trimmed_and_without_repeats(client: Client, ann: User, typed: str, kept: list[str]) -> None:
    _save(client, skills=typed)
    assert Profile.objects.get(user=ann).skills == kept


@pytest.mark.parametrize(
    ("changes", "field", "told"),
    [
        (
            {"skills": ",".join(str(n) for n in range(31))},
            "skills",
            "These are 31 skills. Keep the 30 that matter most.",
        ),
        (
            {"skills": "x" * 51},
            "skills",
            "“" + "x" * 20 + "…” is longer than 50 characters. Shorten it, or part it with a comma.",
        ),
        (
            {"time_zone": "Mars/Olympus"},
            "time_zone",
            "Select a valid choice. Mars/Olympus is not one of the available choices.",
        ),
        ({"level": "god"}, "level", "Select a valid choice. god is not one of the available choices."),
        (
            {"email": "new@x.org"},
            "current_password",
            "Type your current password to change the e-mail address.",
        ),
        (
            {"email": "new@x.org", "current_password": "wrong"},
            "current_password",
            "That is not your current password.",
        ),
        (
            {"email": "TAKEN@x.org", "current_password": PASSWORD},
            "email",
            "An account with this e-mail address exists.",
        ),
        (
            {"email": "", "current_password": PASSWORD},
            "email",
            "Give an e-mail address; a lost password is replaced through it.",
        ),
    ],
)
def test_an_error_says_what_to_mend_and_nothing_typed_is_lost(
    client: Client, ann: User, changes: dict[str, str], field: str, told: str
) -> None:
    UserFactory(email="taken@x.org")
    form = _save(client, **changes).context["form"]
    assert {name: list(errors) for name, errors in form.errors.items()} == {field: [told]}
    typed = {**GIVEN, **changes, "current_password": None}
    assert all(form[name].value() == value for name, value in typed.items() if value is not None)
    ann.refresh_from_db()
    assert (ann.email, ann.profile.target_role) == ("ann@x.org", "Backend engineer")


def test_the_password_typed_is_never_shown_again(client: Client, ann: User) -> None:
    page = _save(client, email="new@x.org", current_password="a wrong secret").content.decode()
    assert "a wrong secret" not in page


def test_the_right_password_changes_the_address(client: Client, ann: User) -> None:
    assert _save(client, email="new@x.org", current_password=PASSWORD).status_code == 302
    ann.refresh_from_db()
    assert (ann.email, ann.email_key) == ("new@x.org", "new@x.org")


def test_an_administrator_of_the_command_line_has_a_profile_to_edit(client: Client) -> None:
    user = User.objects.create_superuser("root", "", PASSWORD)
    client.force_login(user)
    assert _save(client, email="").status_code == 302
    assert Profile.objects.get(user=user).target_role == "Data engineer"


def test_zones_are_named_after_places_old_spellings_included() -> None:
    zones = offered_time_zones()
    assert {"UTC", "Asia/Kolkata", "Asia/Calcutta", "Europe/Berlin"} <= set(zones)
    assert not {"Factory", "localtime", "Etc/GMT+5", "US/Pacific"} & set(zones)
    assert all(zoneinfo.ZoneInfo(zone) for zone in zones)


@pytest.mark.parametrize(
    ("remembered", "shown"), [("Asia/Kolkata", "Asia/Kolkata"), ("", "UTC"), ("../../etc/passwd", "UTC")]
)
def test_pages_show_times_in_the_zone_that_the_session_remembers(rf: Any, remembered: str, shown: str) -> None:
    seen: list[str] = []
    request = rf.get("/")
    request.session = {"time_zone": remembered, "language": "xx"}
    ViewerPreferencesMiddleware(lambda _: seen.append(timezone.get_current_timezone_name()))(request)  # type: ignore[arg-type,func-returns-value]
    timezone.deactivate()
    assert seen == [shown]
