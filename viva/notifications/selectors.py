"""Which webhooks, deliveries and mails an actor may see."""

from __future__ import annotations

from django.db.models import Q, QuerySet

from viva.accounts.actors import Actor, UserActor
from viva.accounts.selectors import companies_written_by
from viva.core.time import now
from viva.notifications.models import Delivery, Mail, MailKind, MailStatus, Webhook


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


def mails_for(actor: Actor) -> QuerySet[Mail]:
    """Newest first: those of companies that the actor acts for, and without a company what they queued."""
    if not isinstance(actor, UserActor):
        return Mail.objects.none()
    own = Q(company=None, queued_by_id=actor.user_id)
    return Mail.objects.filter(own | Q(company__in=companies_written_by(actor)))


def get_mail_for(actor: Actor, mail_id: int) -> Mail:
    """The mail, or Mail.DoesNotExist for one that is not there or not the actor's."""
    return mails_for(actor).get(pk=mail_id)


def latest_told_of(interview_id: int) -> Mail | None:
    """The mail that last told something of the interview; reminders, which repeat it, wait for their day."""
    return Mail.objects.filter(interview_id=interview_id).exclude(kind=MailKind.REMINDER).order_by("-pk").first()


def troubled_mails_for(actor: Actor) -> QuerySet[Mail]:
    """What was given up or is tried again and would still be worth sending: what needs somebody today."""
    still_good = Q(not_after__isnull=True) | Q(not_after__gt=now())
    return mails_for(actor).filter(still_good, status__in=[MailStatus.FAILED, MailStatus.RETRYING])
