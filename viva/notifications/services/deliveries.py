"""What is due is taken by lease, sent outside any transaction, and settled by who holds the lease."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Q

from viva.core.time import now
from viva.notifications.models import Delivery, DeliveryStatus
from viva.notifications.posting import Answer, Post

LEASE = timedelta(seconds=60)  # far longer than an attempt may take
MOST_AT_ONCE = 20
LOOKED_AT = 200
# Seconds until the next attempt after the first, second, … failure; after the last of them it is given up.
DELAYS = (10, 60, 300, 1800, 7200, 21_600, 86_400)
KEPT_FOR = timedelta(days=30)
PURGED_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Owed:
    """A delivery in the hands of its sender, who settles it with the token `lease`."""

    delivery_id: int
    lease: UUID
    post: Post


def lease_due() -> list[Owed]:
    """Take what is due, the oldest first and one a webhook, so that a slow receiver keeps nobody else waiting."""
    moment, lease = now(), uuid4()
    free = Q(leased_until__isnull=True) | Q(leased_until__lte=moment)
    due = Delivery.objects.filter(free, status=DeliveryStatus.PENDING, next_attempt_at__lte=moment)
    chosen: dict[int, int] = {}
    oldest = due.filter(webhook__is_active=True).order_by("next_attempt_at", "pk")
    for pk, webhook_id in oldest.values_list("pk", "webhook_id")[:LOOKED_AT]:
        chosen.setdefault(webhook_id, pk)
    ids = list(chosen.values())[:MOST_AT_ONCE]
    if not ids:
        return []
    due.filter(pk__in=ids).update(lease=lease, leased_until=moment + LEASE)
    held = Delivery.objects.filter(lease=lease, pk__in=ids).select_related("webhook").order_by("pk")
    return [Owed(delivery.pk, lease, _post(delivery)) for delivery in held]


def _post(delivery: Delivery) -> Post:
    body = {
        "id": str(delivery.key),
        "event": delivery.event,
        "created_at": delivery.created_at.isoformat(),
        "data": delivery.payload,
    }
    return Post(
        url=delivery.webhook.url,
        secret=delivery.webhook.secret,
        event=delivery.event,
        key=str(delivery.key),
        body=json.dumps(body, ensure_ascii=False).encode(),
    )


@transaction.atomic
def settle(owed: Owed, answer: Answer) -> bool:
    """Write down how the attempt went; False where the lease ran out and another has taken it."""
    held = Delivery.objects.select_for_update().filter(pk=owed.delivery_id, lease=owed.lease)
    delivery = held.filter(status=DeliveryStatus.PENDING).first()
    if delivery is None:
        return False
    moment = now()
    delivery.attempts += 1
    delivery.response_status, delivery.error = answer.status, answer.error[:200]
    delivery.lease = delivery.leased_until = None
    if answer.arrived:
        delivery.status, delivery.delivered_at = DeliveryStatus.DELIVERED, moment
    elif delivery.attempts > len(DELAYS):
        delivery.status = DeliveryStatus.FAILED
    else:
        delivery.next_attempt_at = moment + timedelta(seconds=DELAYS[delivery.attempts - 1])
    delivery.save(
        update_fields=[
            "attempts", "response_status", "error", "lease", "leased_until", "status", "delivered_at",
            "next_attempt_at",
        ]
    )  # fmt: skip
    return True


def purge_old() -> int:
    """Delete some of those that are over and older than KEPT_FOR; how many."""
    old = Delivery.objects.filter(created_at__lt=now() - KEPT_FOR).exclude(status=DeliveryStatus.PENDING)
    ids = list(old.order_by("created_at").values_list("pk", flat=True)[:PURGED_AT_ONCE])
    return Delivery.objects.filter(pk__in=ids).delete()[0] if ids else 0
