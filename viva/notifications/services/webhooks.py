"""Making, changing and deleting webhooks."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from viva.accounts.models import Company, User
from viva.core.errors import StateForbids
from viva.core.time import now
from viva.notifications.addresses import refuse_private_literal
from viva.notifications.interest import interest
from viva.notifications.models import Webhook

MOST_WEBHOOKS = 10  # of one company, or of one user without


@transaction.atomic
def create_webhook(
    user: User, *, company: Company | None, url: str, events: Sequence[str], is_active: bool = True
) -> Webhook:
    """Raises AddressRefused for an address that is plainly private, StateForbids where there are enough."""
    refuse_private_literal(url)
    _lock_owner(user, company)
    own = Webhook.objects.filter(company=company) if company else Webhook.objects.filter(company=None, user=user)
    if own.count() >= MOST_WEBHOOKS:
        raise StateForbids(_("There can be %(most)d webhooks at most.") % {"most": MOST_WEBHOOKS})
    webhook = Webhook.objects.create(
        company=company, user=user, url=url, events=list(events), is_active=is_active, created_at=now()
    )
    transaction.on_commit(partial(interest.add, webhook.events))
    return webhook


@transaction.atomic
def change_webhook(webhook: Webhook, *, url: str, events: Sequence[str], is_active: bool) -> Webhook:
    """Raises AddressRefused. Switched off it is owed nothing new, and what is owed waits."""
    refuse_private_literal(url)
    Webhook.objects.filter(pk=webhook.pk).update(url=url, events=list(events), is_active=is_active)
    transaction.on_commit(partial(interest.add, list(events)))
    webhook.refresh_from_db()
    return webhook


def delete_webhook(webhook: Webhook) -> None:
    """With all that it is owed."""
    webhook.delete()


def _lock_owner(user: User, company: Company | None) -> None:
    """So that of two made at once the later one counts the earlier."""
    if company:
        Company.objects.select_for_update().get(pk=company.pk)
    else:
        User.objects.select_for_update().get(pk=user.pk)
