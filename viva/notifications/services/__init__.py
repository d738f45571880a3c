from viva.notifications.services.deliveries import Owed, lease_due, settle
from viva.notifications.services.outbox import Letter, abort_mail, queue_mail
from viva.notifications.services.resending import send_again, wait_for_mail
from viva.notifications.services.webhooks import change_webhook, create_webhook, delete_webhook

__all__ = [
    "Letter",
    "Owed",
    "abort_mail",
    "change_webhook",
    "create_webhook",
    "delete_webhook",
    "lease_due",
    "queue_mail",
    "send_again",
    "settle",
    "wait_for_mail",
]
