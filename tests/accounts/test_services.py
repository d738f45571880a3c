"""What changes accounts."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import RequestFactory

from tests.factories.accounts import PASSWORD, UserFactory
from viva.accounts import services
from viva.accounts.actors import LinkHolder, UserActor
from viva.accounts.demo import make_demo_accounts
from viva.accounts.models import Profile, Role, User
from viva.accounts.selectors import get_profile_for
from viva.core.errors import StateForbids, TooManyAttempts

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]


def _register(**changes: str) -> User:
    given = {"username": "ann", "email": "ann@x.org", "password": PASSWORD, "name": "Ann Lee", **changes}
    return services.register_candidate(**given)


def test_registering_makes_a_candidate_with_a_profile() -> None:
    user = User.objects.get(pk=_register(time_zone="Asia/Kolkata").pk)
    assert (user.username, user.email, user.name, user.role) == ("ann", "ann@x.org", "Ann Lee", Role.CANDIDATE)
    assert (user.is_staff, user.is_superuser, user.check_password(PASSWORD)) == (False, False, True)
    assert (user.profile.locale, user.profile.time_zone) == ("en", "Asia/Kolkata")


@pytest.mark.parametrize(
    ("changes", "field"), [({"email": "other@x.org"}, "username"), ({"username": "beth"}, "email")]
)
def test_registering_what_is_taken_names_the_field_and_leaves_nothing(changes: dict[str, str], field: str) -> None:
    _register(username="ANN", email="ANN@x.org")
    with pytest.raises(services.NameTaken) as refused:
        _register(**changes)
    assert refused.value.field == field
    assert (User.objects.count(), Profile.objects.count()) == (1, 1)


def test_a_user_without_profile_gets_one_once() -> None:
    user = UserFactory(profile=None)
    first = get_profile_for(UserActor(user))
    assert get_profile_for(UserActor(user)).pk == first.pk
    assert Profile.objects.get().user == user


def test_a_link_holder_has_no_profile() -> None:
    with pytest.raises(Profile.DoesNotExist):
        get_profile_for(LinkHolder(interview_id=1))


def test_one_gets_ones_own_profile_only() -> None:
    ann, beth = UserFactory(), UserFactory()
    assert get_profile_for(UserActor(ann)).user == ann
    assert get_profile_for(UserActor(beth)).user == beth


def test_updating_a_profile_replaces_all_of_it() -> None:
    user = UserFactory()
    services.update_profile(
        user,
        name="Ann Lee",
        target_role="Data engineer",
        skills=["SQL"],
        level="senior",
        coding_language="python",
        locale="en",
        time_zone="Europe/Berlin",
    )
    profile = Profile.objects.get(user=user)
    assert (profile.user.name, profile.target_role, profile.skills) == ("Ann Lee", "Data engineer", ["SQL"])
    assert (profile.level, profile.locale, profile.time_zone) == ("senior", "en", "Europe/Berlin")


def test_an_address_that_is_taken_is_refused_and_the_old_one_kept() -> None:
    UserFactory(email="beth@x.org")
    ann = UserFactory(email="ann@x.org")
    with pytest.raises(services.NameTaken) as refused:
        services.change_email(ann, email="BETH@x.org")
    assert refused.value.field == "email"
    assert (ann.email, User.objects.get(pk=ann.pk).email) == ("ann@x.org", "ann@x.org")


def test_a_new_password_replaces_the_old() -> None:
    user = UserFactory()
    services.change_password(user, password="another calm hour")
    user.refresh_from_db()
    assert (user.check_password("another calm hour"), user.check_password(PASSWORD)) == (True, False)


def test_of_two_that_hold_one_reset_link_one_wins() -> None:
    user = UserFactory()
    first, second = User.objects.get(pk=user.pk), User.objects.get(pk=user.pk)
    request = RequestFactory().post("/")
    services.reset_password(request, first, password="the first one wins")
    with pytest.raises(StateForbids):
        services.reset_password(request, second, password="the second does not")
    user.refresh_from_db()
    assert user.check_password("the first one wins")


def test_ones_own_password_cannot_be_tried_out_from_a_stolen_session() -> None:
    user = UserFactory()
    assert [services.confirm_own_password(user, password="wrong") for _ in range(10)] == [False] * 10
    with pytest.raises(TooManyAttempts):
        services.confirm_own_password(user, password=PASSWORD)


def test_credentials_are_checked_only_within_the_limits() -> None:
    user = UserFactory(username="ann")
    request = RequestFactory().post("/")
    for _ in range(10):
        with pytest.raises(services.WrongCredentials):
            services.check_credentials(request, identifier="ann", password="wrong")
    with pytest.raises(TooManyAttempts):
        services.check_credentials(request, identifier="ann", password=PASSWORD)
    elsewhere = RequestFactory(REMOTE_ADDR="192.0.2.9").post("/")
    assert services.check_credentials(elsewhere, identifier="ann", password=PASSWORD) == user


def test_demo_accounts_are_made_once_and_never_changed() -> None:
    made = make_demo_accounts(password="viva-demo")
    again = make_demo_accounts(password="another")
    assert [(account.user.username, account.created) for account in made] == [
        ("candidate", True),
        ("recruiter", True),
        ("admin", True),
    ]
    assert [account.created for account in again] == [False] * 3
    assert [account.user.check_password("viva-demo") for account in again] == [True] * 3
    assert [user.role for user in User.objects.order_by("pk")] == ["candidate", "recruiter", "candidate"]
    assert [user.is_superuser for user in User.objects.order_by("pk")] == [False, False, True]
    assert Profile.objects.get(user__username="candidate").skills != []


def test_an_existing_account_of_a_demo_name_keeps_its_password() -> None:
    UserFactory(username="Admin", email="")
    made = {account.user.username: account for account in make_demo_accounts(password="viva-demo")}
    assert made["Admin"].created is False
    assert made["Admin"].user.check_password(PASSWORD)
    assert made["Admin"].user.is_superuser is False
    assert connection.needs_rollback is False
