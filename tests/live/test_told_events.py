"""What interviews tell: each event once, with the state as it is then, and never what was said."""

from __future__ import annotations

import asyncio
import json

import pytest

from tests.factories.accounts import UserFactory
from tests.factories.rooms import TALK, answer, make_session, say
from tests.factories.templates import make_template
from tests.factories.webhooks import make_webhook
from viva.live.completion import complete_session
from viva.live.services.template_use import use_template
from viva.notifications.models import Delivery

pytestmark = [
    pytest.mark.unit,
    pytest.mark.services,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("engine"),
]


def test_a_room_tells_its_beginning_its_judgements_and_its_end() -> None:
    user = UserFactory()
    webhook = make_webhook(user)
    session = make_session(user, questions=TALK[:1])
    answer(session)
    say(session, "A secret answer.")
    answer(session)
    asyncio.run(complete_session(session.pk))
    told = [(row.event, row.payload["interview"]["status"]) for row in webhook.deliveries.order_by("pk")]
    assert told[0] == ("interview.created", "scheduled")
    assert told[1] == ("interview.started", "in_progress")
    assert told[-1] == ("interview.completed", "completed")
    assert {name for name, _ in told[2:-1]} == {"response.evaluated"}
    last = webhook.deliveries.order_by("-pk").first().payload
    assert last["interview"]["id"] == session.interview_id
    assert (last["interview"]["percentage"], last["interview"]["total_score"]) == (70.0, 7.0)
    assert "secret" not in json.dumps(list(Delivery.objects.values_list("payload", flat=True)))


def test_an_interview_from_a_template_is_told_once() -> None:
    user = UserFactory()
    webhook = make_webhook(user)
    interview = use_template(make_template(user).pk, user=user, job_role="Engineer")
    [delivery] = webhook.deliveries.all()
    assert (delivery.event, delivery.payload["interview"]["id"]) == ("interview.created", interview.pk)


def test_completing_twice_tells_it_once() -> None:
    user = UserFactory()
    webhook = make_webhook(user, events=["interview.completed"])
    session = make_session(user)
    for _ in range(2):
        asyncio.run(complete_session(session.pk))
    assert webhook.deliveries.count() == 1
