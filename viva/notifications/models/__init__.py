from viva.notifications.models.mail import Mail, MailAttempt, MailKind, MailStatus
from viva.notifications.models.webhooks import Delivery, DeliveryStatus, EventName, Webhook

__all__ = [
    "Delivery",
    "DeliveryStatus",
    "EventName",
    "Mail",
    "MailAttempt",
    "MailKind",
    "MailStatus",
    "Webhook",
]
