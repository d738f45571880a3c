"""User names and addresses are unique without regard to case, on every database."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories.accounts import UserFactory
from viva.accounts.models import User

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]


@pytest.mark.parametrize(("first", "second"), [("ann", "ANN"), ("änn", "ÄNN")])
def test_a_user_name_in_another_case_is_refused_by_the_database(first: str, second: str) -> None:
    UserFactory(username=first)
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(username=second, email="")


def test_an_address_in_another_case_is_refused_by_the_database() -> None:
    UserFactory(email="ann@x.org")
    with pytest.raises(IntegrityError), transaction.atomic():
        UserFactory(email="ANN@x.org")


def test_many_may_have_no_address() -> None:
    UserFactory.create_batch(2, email="")
    assert User.objects.filter(email_key="").count() == 2


def test_keys_follow_when_only_the_name_is_saved() -> None:
    user = UserFactory(username="ann")
    user.username = "Beth"
    user.save(update_fields=["username"])
    user.refresh_from_db()
    assert (user.username, user.username_key) == ("Beth", "beth")


def test_saving_another_field_leaves_a_newer_name_alone() -> None:
    user = UserFactory(username="ann")
    User.objects.filter(pk=user.pk).update(username="beth", username_key="beth")
    user.save(update_fields=["last_login"])
    user.refresh_from_db()
    assert (user.username, user.username_key) == ("beth", "beth")


@pytest.mark.parametrize("username", ["ann@x.org", "a b", "a\nb", "a\0b", "<b>", ""])
def test_user_names_hold_no_at_sign_spaces_or_markup(username: str) -> None:
    with pytest.raises(ValidationError) as refused:
        User(username=username, password="x").full_clean(exclude=["username_key", "email_key"])
    assert "username" in refused.value.message_dict


def test_cleaning_names_the_field_that_is_taken() -> None:
    UserFactory(username="ann", email="ann@x.org")
    with pytest.raises(ValidationError) as refused:
        User(username="ANN", email="beth@x.org", password="x").full_clean(exclude=["username_key", "email_key"])
    assert list(refused.value.message_dict) == ["username"]


@pytest.mark.parametrize(
    ("name", "short"), [("Chandra Rao", "Chandra"), ("Dr. Ada Lee", "Ada"), ("", "ann"), ("Dr.", "ann")]
)
def test_one_is_greeted_by_the_first_word_that_is_no_title(name: str, short: str) -> None:
    assert User(username="ann", name=name).get_short_name() == short
