"""Which webhooks and deliveries an actor may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from viva.accounts.actors import Actor, UserActor
from viva.accounts.selectors import companies_written_by
from viva.notifications.models import Delivery, Webhook


def webhooks_for(actor: Actor) -> QuerySet[Webhook]:
    """The actor's own, and those of companies that they act for: reviewers see none."""
    if not isinstance(actor, UserActor):
        return Webhook.objects.none()
    own = Q(company=None, user_id=actor.user_id)
    return Webhook.objects.filter(own | Q(company__in=companies_written_by(actor)))


def get_webhook_for(actor: Actor, webhook_id: int) -> Webhook:
    """The webhook, or Webhook.DoesNotExist for one that is not there or not the actor's."""
    return webhooks_for(actor).get(pk=webhook_id)


def deliveries_of(webhook: Webhook) -> QuerySet[Delivery]:
    """Newest first."""
    return Delivery.objects.filter(webhook=webhook)
