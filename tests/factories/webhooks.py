"""Webhooks, made through the service."""

from __future__ import annotations

from tests.factories.accounts import UserFactory
from viva.accounts.models import Company, User
from viva.notifications.models import EventName, Webhook
from viva.notifications.services import create_webhook

ALL = EventName.values


def make_webhook(
    user: User | None = None,
    *,
    company: Company | None = None,
    url: str = "https://hiring.example/viva",
    events: list[str] = ALL,
) -> Webhook:
    return create_webhook(user or UserFactory(), company=company, url=url, events=events)
