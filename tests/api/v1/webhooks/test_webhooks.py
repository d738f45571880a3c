"""Webhooks over the API."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.clients import client_of
from tests.api.stored import everything_stored
from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.webhooks import make_webhook
from viva.accounts.models import MemberRole
from viva.core.events import Event, publish
from viva.notifications.models import Webhook

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]

PATH = "/api/v1/webhooks/"
BODY = {"url": "https://hiring.example/viva", "events": ["interview.completed"]}


def test_the_secret_is_shown_once() -> None:
    client = client_of(UserFactory())
    response = client.post(PATH, BODY)
    made = response.json()
    webhook = Webhook.objects.get()
    assert (response.status_code, made.pop("secret")) == (201, webhook.secret)
    assert client.get(f"{PATH}{webhook.pk}/").json() == made
    assert client.get(PATH).json()["results"] == [made]
    assert list(made) == ["id", "company", "url", "events", "is_active", "created_at"]


def test_a_companys_is_for_those_who_act_for_it() -> None:
    company = make_company()
    made = client_of(make_member(company)).post(PATH, BODY).json()
    assert made["company"] == company.pk
    path = f"{PATH}{made['id']}/"
    assert client_of(make_member(company)).get(path).status_code == 200
    for user in (make_member(company, MemberRole.REVIEWER), make_member(make_company()), UserFactory()):
        assert client_of(user).get(path).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"url": "http://127.0.0.1:8000/"}, "url"),
        ({"url": "http://localhost/"}, "url"),
        ({"url": "ftp://hiring.example/"}, "url"),
        ({"url": "hiring"}, "url"),
        ({"url": "https://hiring.example/" + "x" * 500}, "url"),
        ({"events": []}, "events"),
        ({"events": "interview.completed"}, "events"),
        ({"events": ["interview.dreamt"]}, "events"),
        ({"is_active": "perhaps"}, "is_active"),
        ({"company": 2**70}, "company"),
    ],
)
def test_a_wrong_field_is_named(change: dict[str, object], field: str) -> None:
    user = UserFactory()
    webhook = make_webhook(user)
    before = everything_stored()
    calls = [client_of(user).post(PATH, BODY | change)]
    if field != "company":
        calls.append(client_of(user).patch(f"{PATH}{webhook.pk}/", change))
    for response in calls:
        assert (response.status_code, [name.partition(".")[0] for name in response.json()]) == (400, [field])
    assert everything_stored() == before


def test_a_change_leaves_what_it_does_not_name() -> None:
    webhook = make_webhook()
    other = UserFactory()
    sent = {"is_active": False, "user": other.pk, "company": 1, "nonce": "x", "secret": "x"}
    told = client_of(webhook.user).patch(f"{PATH}{webhook.pk}/", sent).json()
    after = Webhook.objects.get()
    assert (told["is_active"], told["events"], told["url"]) == (False, webhook.events, webhook.url)
    assert (after.user, after.company, after.nonce) == (webhook.user, None, webhook.nonce)


def test_deliveries_are_a_page_without_what_was_sent() -> None:
    webhook = make_webhook()
    publish(Event("interview.completed", user_id=webhook.user_id, data={"interview": {"id": 1}}))
    page = client_of(webhook.user).get(f"{PATH}{webhook.pk}/deliveries/").json()
    [row] = page["results"]
    assert (page["count"], row["event"], row["status"], row["attempts"]) == (
        1,
        "interview.completed",
        "pending",
        0,
    )
    assert "payload" not in row
    assert "lease" not in row


@pytest.mark.parametrize("what", ["webhooks", "deliveries"])
def test_the_number_of_queries_does_not_grow(what: str) -> None:
    user = UserFactory()
    webhook = make_webhook(user)
    client = client_of(user)
    path = PATH if what == "webhooks" else f"{PATH}{webhook.pk}/deliveries/"
    counts = []
    for more in (1, 8):
        for _ in range(more):
            make_webhook(user)
            publish(Event("interview.completed", user_id=user.pk))
        with CaptureQueriesContext(connection) as caught:
            assert client.get(path).status_code == 200
        counts.append(len(caught))
    assert counts[0] == counts[1]
