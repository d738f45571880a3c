"""A webhook is its user's own, or its company's: nobody else knows of it."""

from __future__ import annotations

from tests.api.matrix import Asked, Call, World, signed_in
from viva.notifications.services import create_webhook

BODY = {"url": "https://hiring.example/viva", "events": ["interview.completed"]}
OWN = signed_in(200, outsider=404, recruiter=404, other_recruiter=404, admin=404)


def _own(world: World) -> Asked:
    webhook = create_webhook(world.owner, company=None, url=BODY["url"], events=BODY["events"])
    return Asked({"pk": webhook.pk})


def _changing(world: World) -> Asked:
    return Asked(_own(world).kwargs, {"is_active": False})


CALLS = [
    Call("GET", "webhooks/", signed_in(200)),
    Call("POST", "webhooks/", signed_in(201), lambda world: Asked(body=BODY)),
    Call("GET", "webhooks/<id:pk>/", OWN, _own),
    Call("PATCH", "webhooks/<id:pk>/", OWN, _changing),
    Call("DELETE", "webhooks/<id:pk>/", OWN | {"owner": 204}, _own),
    Call("GET", "webhooks/<id:pk>/deliveries/", OWN, _own),
]
