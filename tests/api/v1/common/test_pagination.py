"""Pages of a list, of a view made for the test."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework import generics, serializers
from rest_framework.permissions import AllowAny
from rest_framework.test import APIRequestFactory

from tests.factories.accounts import UserFactory
from viva.accounts.models import User

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


class NameSerializer(serializers.Serializer[Any]):
    username = serializers.CharField()


class NamesView(generics.ListAPIView[User]):
    permission_classes = (AllowAny,)
    authentication_classes = ()
    serializer_class = NameSerializer
    queryset = User.objects.order_by("pk")


def page(query: str = "") -> Any:
    return NamesView.as_view()(APIRequestFactory().get(f"/names/{query}"))


@pytest.fixture(autouse=True)
def people() -> None:
    for number in range(25):
        UserFactory(username=f"p{number:02}", profile=None)


def test_a_page_says_how_many_there_are_and_where_the_others_are() -> None:
    first = page().data
    assert (first["count"], first["next"], first["previous"], len(first["results"])) == (
        25,
        "http://testserver/names/?page=2",
        None,
        20,
    )
    last = page("?page=2").data
    assert (last["next"], last["previous"]) == (None, "http://testserver/names/")
    assert [row["username"] for row in last["results"]] == ["p20", "p21", "p22", "p23", "p24"]


def test_the_length_of_a_page_can_be_chosen() -> None:
    assert len(page("?page_size=25").data["results"]) == 25
    assert page("?page_size=7&page=4").data["results"] == [{"username": f"p{n}"} for n in (21, 22, 23, 24)]


@pytest.mark.parametrize("query", ["?page=3", "?page=2147483647"])
def test_beyond_the_last_page_is_404(query: str) -> None:
    answer = page(query)
    assert (answer.status_code, list(answer.data)) == (404, ["detail"])


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("?page=0", "page"),
        ("?page=x", "page"),
        ("?page=", "page"),
        ("?page=last", "page"),
        (f"?page={2**70}", "page"),
        (f"?page={'9' * 5_000}", "page"),
        ("?page=%00", "page"),
        ("?page_size=0", "page_size"),
        ("?page_size=101", "page_size"),
        ("?page_size=x", "page_size"),
    ],
)
def test_what_is_no_number_of_a_page_is_400_naming_it(query: str, name: str) -> None:
    answer = page(query)
    assert (answer.status_code, list(answer.data)) == (400, [name])
