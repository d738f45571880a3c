"""What is taken and given of webhooks."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers as fields

from viva.api.v1.common.fields import FlagField, TextField
from viva.notifications.addresses import AddressRefused, refuse_private_literal
from viva.notifications.models import Delivery, EventName, Webhook


class WebhookInput(fields.Serializer[Any]):
    url = TextField(max_length=500, help_text="http or https, of a public server.")
    events = fields.ListField(child=fields.ChoiceField(EventName.choices), min_length=1, max_length=20)
    is_active = FlagField(default=True)

    def validate_url(self, url: str) -> str:
        try:
            refuse_private_literal(url)
        except AddressRefused as error:
            raise fields.ValidationError([error.detail]) from None
        return url

    def validate_events(self, events: list[str]) -> list[str]:
        return list(dict.fromkeys(events))


class NewWebhookInput(WebhookInput):
    company = fields.IntegerField(
        required=False,
        allow_null=True,
        min_value=1,
        max_value=2**63 - 1,
        help_text="Whose interviews it hears of; without it your first company's. null: your own interviews.",
    )


class WebhookSerializer(fields.Serializer[Webhook]):
    id = fields.IntegerField()
    company = fields.IntegerField(source="company_id", allow_null=True)
    url = fields.CharField()
    events = fields.ListField(child=fields.ChoiceField(EventName.choices))
    is_active = fields.BooleanField()
    created_at = fields.DateTimeField()


class NewWebhookSerializer(WebhookSerializer):
    secret = fields.CharField(help_text="Signs the deliveries. Shown this once.")


class DeliverySerializer(fields.ModelSerializer[Delivery]):
    key = fields.UUIDField(help_text="The `id` in the delivery's body, the same at each attempt.")

    class Meta:
        model = Delivery
        fields = (
            "id",
            "key",
            "event",
            "status",
            "attempts",
            "next_attempt_at",
            "response_status",
            "error",
            "created_at",
            "delivered_at",
        )
        read_only_fields = fields
