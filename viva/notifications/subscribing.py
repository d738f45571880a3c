"""From an event to rows: what a webhook is owed is written in the transaction of the change it tells of."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q

from viva.core.events import Event, subscribe
from viva.core.time import now
from viva.notifications.interest import interest
from viva.notifications.models import Delivery, EventName, Webhook
from viva.notifications.ticker import hurry


def subscribe_to_all() -> None:
    for name in EventName.values:
        subscribe(name, owe_deliveries, within=True, interest=interest.wants)


def owe_deliveries(event: Event) -> None:
    """A row for each webhook that may hear of it: the company's, else the user's own. Hurries them on commit."""
    whose = Q(company_id=event.company_id) if event.company_id else Q(company=None, user_id=event.user_id)
    webhooks = [hook for hook in Webhook.objects.filter(whose, is_active=True) if event.name in hook.events]
    moment = now()
    Delivery.objects.bulk_create(
        [
            Delivery(
                webhook=webhook, event=event.name, payload=event.data, next_attempt_at=moment, created_at=moment
            )
            for webhook in webhooks
        ]
    )
    if webhooks:
        transaction.on_commit(hurry)
