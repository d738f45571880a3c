"""The landing page is for everybody."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


@pytest.mark.parametrize("demo", [True, False])
def test_it_offers_the_demo_accounts_only_where_there_are_any(client: Client, settings: Any, demo: bool) -> None:
    settings.VIVA_DEMO = demo
    response = client.get("/")
    assert (response.status_code, response.context["demo_accounts"]) == (200, demo)


def test_the_signed_in_see_it_too(client: Client) -> None:
    client.force_login(UserFactory())
    assert client.get("/").status_code == 200
