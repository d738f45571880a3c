from viva.notifications.services.deliveries import Owed, lease_due, settle
from viva.notifications.services.webhooks import change_webhook, create_webhook, delete_webhook

__all__ = ["Owed", "change_webhook", "create_webhook", "delete_webhook", "lease_due", "settle"]
