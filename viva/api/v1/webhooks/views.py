"""The calls on webhooks."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from viva.api.v1.changes import changed
from viva.api.v1.common.idempotency import idempotent
from viva.api.v1.common.permissions import actor_of
from viva.api.v1.common.schema import problem
from viva.api.v1.companies import company_in
from viva.api.v1.webhooks import examples
from viva.api.v1.webhooks.serializers import (
    DeliverySerializer,
    NewWebhookInput,
    NewWebhookSerializer,
    WebhookInput,
    WebhookSerializer,
)
from viva.notifications.models import Delivery, Webhook
from viva.notifications.selectors import deliveries_of, get_webhook_for, webhooks_for
from viva.notifications.services import change_webhook, create_webhook, delete_webhook

ABOUT = (
    "Events are sent as POST with a JSON body `{id, event, created_at, data}`. Any answer 2xx takes them; else "
    "they are sent again with growing pauses for about a day and a half. `data.interview` tells which interview "
    "and how it stands, never what was said. `Viva-Signature: t=SECONDS,v1=HEX` is the HMAC-SHA256 of "
    "`SECONDS.BODY` with the secret: compare it, and refuse old times. An event may come more than once, always "
    "with the same `id`."
)


class WebhooksView(GenericAPIView[Webhook]):
    serializer_class = WebhookSerializer

    @extend_schema(
        operation_id="list_webhooks",
        summary="Webhooks: your own, and those of companies that you act for",
        responses={200: WebhookSerializer(many=True)},
        examples=[examples.GIVEN],
    )
    def get(self, request: Request) -> Response:
        found = self.paginate_queryset(webhooks_for(actor_of(request))) or []
        return self.get_paginated_response([WebhookSerializer(webhook).data for webhook in found])

    @extend_schema(
        operation_id="create_webhook",
        summary="Have events sent to an address",
        description=ABOUT,
        request=NewWebhookInput,
        responses={201: NewWebhookSerializer, 409: problem("There are as many webhooks as there can be.")},
        examples=[examples.SENT, examples.MADE],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        body = NewWebhookInput(data=request.data)
        body.is_valid(raise_exception=True)
        actor = actor_of(request)
        webhook = create_webhook(
            actor.user,
            company=company_in(actor, body.validated_data),
            url=body.validated_data["url"],
            events=body.validated_data["events"],
            is_active=body.validated_data["is_active"],
        )
        return Response(NewWebhookSerializer(webhook).data, status.HTTP_201_CREATED)


class WebhookView(GenericAPIView[Webhook]):
    serializer_class = WebhookSerializer

    @extend_schema(
        operation_id="read_webhook",
        summary="One webhook",
        responses={200: WebhookSerializer},
        examples=[examples.GIVEN],
    )
    def get(self, request: Request, pk: int) -> Response:
        return Response(WebhookSerializer(get_webhook_for(actor_of(request), pk)).data)

    @extend_schema(
        operation_id="change_webhook",
        summary="Change a webhook",
        request=WebhookInput,
        responses={200: WebhookSerializer},
        examples=[examples.CHANGE, examples.GIVEN],
    )
    def patch(self, request: Request, pk: int) -> Response:
        webhook = get_webhook_for(actor_of(request), pk)
        before = {"url": webhook.url, "events": webhook.events, "is_active": webhook.is_active}
        body = WebhookInput(data=changed(before, request))
        body.is_valid(raise_exception=True)
        after = change_webhook(
            webhook,
            url=body.validated_data["url"],
            events=body.validated_data["events"],
            is_active=body.validated_data["is_active"],
        )
        return Response(WebhookSerializer(after).data)

    @extend_schema(
        operation_id="delete_webhook", summary="Delete a webhook with its deliveries", responses={204: None}
    )
    def delete(self, request: Request, pk: int) -> Response:
        delete_webhook(get_webhook_for(actor_of(request), pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class DeliveriesView(GenericAPIView[Delivery]):
    serializer_class = DeliverySerializer

    @extend_schema(
        operation_id="list_deliveries",
        summary="A webhook's deliveries of the last 30 days, newest first",
        responses={200: DeliverySerializer(many=True)},
        examples=[examples.DELIVERY],
    )
    def get(self, request: Request, pk: int) -> Response:
        found = deliveries_of(get_webhook_for(actor_of(request), pk))
        return self.get_paginated_response(DeliverySerializer(self.paginate_queryset(found), many=True).data)
