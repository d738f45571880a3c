from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "viva.notifications"
    label = "notifications"

    def ready(self) -> None:
        """Hear of what is published; the sending is started by the lifespan."""
        from viva.notifications.invitations import subscribe_to_invitations
        from viva.notifications.subscribing import subscribe_to_all

        subscribe_to_all()
        subscribe_to_invitations()
