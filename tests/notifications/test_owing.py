"""From an event to a delivery: who is owed it, and that it stands or falls with the change."""

from __future__ import annotations

import pytest
from django.db import transaction

from tests.factories.accounts import UserFactory
from tests.factories.companies import make_company, make_member
from tests.factories.webhooks import make_webhook
from viva.accounts.models import User
from viva.core.errors import StateForbids
from viva.core.events import Event, is_heard, publish
from viva.notifications.addresses import AddressRefused
from viva.notifications.models import Delivery, Webhook
from viva.notifications.services import change_webhook, delete_webhook
from viva.notifications.services.webhooks import MOST_WEBHOOKS

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]

NAME = "interview.completed"


def told(webhook: Webhook) -> list[str]:
    return list(webhook.deliveries.order_by("pk").values_list("event", flat=True))


def happens(user: User, company_id: int | None = None, name: str = NAME) -> None:
    publish(Event(name, user_id=user.pk, company_id=company_id, data={"interview": {"id": 7}}))


class TestWhoIsOwed:
    def test_ones_own_interviews_are_told_to_oneself(self) -> None:
        user = UserFactory()
        mine, anothers = make_webhook(user), make_webhook()
        happens(user)
        assert (told(mine), told(anothers)) == ([NAME], [])

    def test_a_companys_are_told_to_the_company_and_to_nobodys_own(self) -> None:
        company, other = make_company(), make_company()
        recruiter = make_member(company)
        hooks = [make_webhook(recruiter, company=company), make_webhook(recruiter), make_webhook(company=other)]
        happens(recruiter, company.pk)
        assert [told(hook) for hook in hooks] == [[NAME], [], []]

    def test_practice_is_not_told_to_the_company(self) -> None:
        company = make_company()
        recruiter = make_member(company)
        hook = make_webhook(recruiter, company=company)
        happens(recruiter)
        assert told(hook) == []

    def test_only_the_events_that_were_asked_for(self) -> None:
        user = UserFactory()
        hook = make_webhook(user, events=["interview.created"])
        happens(user)
        happens(user, name="interview.created")
        assert told(hook) == ["interview.created"]

    def test_one_that_is_switched_off_is_owed_nothing(self) -> None:
        user = UserFactory()
        hook = make_webhook(user)
        change_webhook(hook, url=hook.url, events=hook.events, is_active=False)
        happens(user)
        assert told(hook) == []

    def test_the_company_keeps_its_webhook_when_its_maker_goes(self) -> None:
        company = make_company()
        recruiter = make_member(company)
        hook = make_webhook(recruiter, company=company)
        colleague = make_member(company)
        recruiter.delete()
        happens(colleague, company.pk)
        assert told(hook) == [NAME]


class TestWithTheChange:
    def test_it_is_written_in_the_transaction(self) -> None:
        user = UserFactory()
        hook = make_webhook(user)
        with pytest.raises(RuntimeError), transaction.atomic():
            happens(user)
            assert told(hook) == [NAME]
            raise RuntimeError
        assert told(hook) == []

    @pytest.mark.django_db(transaction=True)
    def test_an_event_is_heard_from_the_first_webhook_on(self) -> None:
        started, created = "interview.started", "interview.created"
        before = is_heard(started)
        hook = make_webhook(events=[started])
        assert (before, is_heard(started), is_heard(created)) == (False, True, False)
        delete_webhook(hook)

    def test_deleting_a_webhook_forgets_what_it_is_owed(self) -> None:
        user = UserFactory()
        hook = make_webhook(user)
        happens(user)
        delete_webhook(hook)
        assert Delivery.objects.count() == 0


class TestMaking:
    def test_a_private_address_is_refused(self) -> None:
        hook = make_webhook()
        with pytest.raises(AddressRefused):
            make_webhook(url="http://127.0.0.1/")
        with pytest.raises(AddressRefused):
            change_webhook(hook, url="http://10.0.0.1/", events=hook.events, is_active=True)
        hook.refresh_from_db()
        assert (Webhook.objects.count(), hook.url) == (1, "https://hiring.example/viva")

    def test_there_is_a_limit_for_each_owner(self) -> None:
        user = UserFactory()
        for _ in range(MOST_WEBHOOKS):
            make_webhook(user)
        with pytest.raises(StateForbids):
            make_webhook(user)
        make_webhook()
        assert Webhook.objects.count() == MOST_WEBHOOKS + 1

    def test_each_has_a_secret_of_its_own_that_is_not_stored(self) -> None:
        one, other = make_webhook(), make_webhook()
        assert (len(one.secret), one.secret == other.secret) == (64, False)
        stored = [str(value) for row in Webhook.objects.values_list() for value in row]
        assert [value for value in stored if one.secret in value] == []
        assert Webhook.objects.get(pk=one.pk).secret == one.secret
