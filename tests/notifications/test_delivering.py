"""Sending what is owed: to a real receiver, until it arrives or is given up, by one sender at a time."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections

from tests.factories.accounts import UserFactory
from tests.factories.webhooks import make_webhook
from tests.notifications.receiver import Receiver, receiving
from viva.core.events import Event, publish
from viva.core.realtime.database import close_database_threads
from viva.core.time import clock
from viva.notifications.models import Delivery, Webhook
from viva.notifications.posting import Answer
from viva.notifications.services.deliveries import DELAYS, KEPT_FOR, LEASE, lease_due, purge_old, settle
from viva.notifications.services.webhooks import change_webhook
from viva.notifications.ticker import deliver_due, run_ticker

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db(transaction=True)]

NO = Answer(503)
YES = Answer(204)


class Clock:
    def __init__(self) -> None:
        self.at = datetime(2026, 3, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)


@pytest.fixture
def time() -> Iterator[Clock]:
    moving = Clock()
    with clock(moving):
        yield moving


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.VIVA_WEBHOOK_NETWORKS = ["127.0.0.0/8"]
    with receiving() as running:
        yield running
    close_database_threads()


def owe(webhook: Webhook, *, times: int = 1) -> None:
    for number in range(times):
        publish(Event("interview.completed", user_id=webhook.user_id, data={"interview": {"id": number}}))


def deliver() -> int:
    with ThreadPoolExecutor(max_workers=4) as senders:
        return asyncio.run(deliver_due(senders))


class TestArriving:
    def test_what_is_owed_arrives_signed_and_in_order(self, receiver: Receiver) -> None:
        owe(make_webhook(url=receiver.url), times=3)
        assert deliver() == 3
        bodies = [json.loads(got.body) for got in receiver.got]
        assert [body["data"] for body in bodies] == [{"interview": {"id": number}} for number in range(3)]
        assert [list(body) for body in bodies] == [["id", "event", "created_at", "data"]] * 3
        states = set(Delivery.objects.values_list("status", "attempts", "response_status", "error"))
        assert states == {("delivered", 1, 204, "")}
        assert deliver() == 0

    def test_a_failure_is_tried_again_with_the_same_id(self, receiver: Receiver, time: Clock) -> None:
        receiver.answers = [500]
        owe(make_webhook(url=receiver.url))
        assert (deliver(), deliver()) == (1, 0)
        time.pass_by(DELAYS[0])
        assert deliver() == 1
        assert receiver.got[0].headers["Viva-Delivery"] == receiver.got[1].headers["Viva-Delivery"]
        delivery = Delivery.objects.get()
        assert (delivery.status, delivery.attempts, delivery.response_status) == ("delivered", 2, 204)

    def test_the_ticker_sends_what_is_written_without_waiting_for_its_tick(self, receiver: Receiver) -> None:
        webhook = make_webhook(url=receiver.url)

        async def tick() -> None:
            ticker = asyncio.create_task(run_ticker())
            await asyncio.sleep(0.2)
            await asyncio.to_thread(_owe_in_thread, webhook)
            for _ in range(60):
                if receiver.got:
                    break
                await asyncio.sleep(0.05)
            ticker.cancel()
            await asyncio.gather(ticker, return_exceptions=True)

        asyncio.run(tick())
        assert len(receiver.got) == 1

    def test_one_webhook_that_fails_does_not_hold_up_another(self, receiver: Receiver) -> None:
        owe(make_webhook(url="http://127.0.0.1:9/"), times=2)
        owe(make_webhook(url=receiver.url), times=2)
        deliver()
        assert len(receiver.got) == 2


def _owe_in_thread(webhook: Webhook) -> None:
    try:
        owe(webhook)
    finally:
        connections.close_all()


class TestGivingUp:
    def test_it_is_given_up_after_the_last_pause(self, time: Clock) -> None:
        owe(make_webhook())
        pauses = []
        while owed := lease_due():
            settle(owed[0], NO)
            delivery = Delivery.objects.get()
            pauses.append((delivery.next_attempt_at - time.at).total_seconds())
            time.pass_by(DELAYS[-1])
        assert (delivery.status, delivery.attempts) == ("failed", len(DELAYS) + 1)
        assert pauses[:-1] == list(DELAYS)

    def test_one_that_is_switched_off_waits(self, time: Clock) -> None:
        webhook = make_webhook()
        owe(webhook)
        change_webhook(webhook, url=webhook.url, events=webhook.events, is_active=False)
        assert lease_due() == []
        change_webhook(webhook, url=webhook.url, events=webhook.events, is_active=True)
        assert len(lease_due()) == 1

    def test_what_is_over_is_forgotten_after_a_month_and_what_is_owed_is_not(self, time: Clock) -> None:
        owe(make_webhook())
        [owed] = lease_due()
        settle(owed, YES)
        owe(make_webhook())
        time.pass_by(KEPT_FOR.total_seconds() + 1)
        assert (purge_old(), Delivery.objects.get().status) == (1, "pending")


class TestLease:
    def test_what_one_holds_no_other_gets_until_the_lease_is_over(self, time: Clock) -> None:
        owe(make_webhook())
        assert (len(lease_due()), len(lease_due())) == (1, 0)
        time.pass_by(LEASE.total_seconds())
        assert len(lease_due()) == 1

    def test_who_lost_the_lease_settles_nothing(self, time: Clock) -> None:
        owe(make_webhook())
        [killed] = lease_due()
        time.pass_by(LEASE.total_seconds())
        [later] = lease_due()
        assert (settle(killed, NO), settle(later, YES), settle(later, NO)) == (False, True, False)
        delivery = Delivery.objects.get()
        assert (delivery.status, delivery.attempts) == ("delivered", 1)

    def test_one_webhook_gets_one_at_a_time(self) -> None:
        owe(make_webhook(), times=3)
        owe(make_webhook(), times=3)
        assert len(lease_due()) == 2

    def test_of_many_senders_at_once_each_delivery_goes_to_one(self) -> None:
        for _ in range(6):
            owe(make_webhook(UserFactory()))

        def take(_: int) -> list[int]:
            try:
                return [owed.delivery_id for owed in lease_due()]
            finally:
                connections.close_all()

        with ThreadPoolExecutor(max_workers=6) as threads:
            taken = [pk for found in threads.map(take, range(6)) for pk in found]
        assert sorted(taken) == sorted(Delivery.objects.values_list("pk", flat=True))
