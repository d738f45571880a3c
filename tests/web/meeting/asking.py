"""Coming to an interview by its link, and what the database holds before and after."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.apps import apps
from django.core import serializers
from django.test import Client

from viva.core import time
from viva.interviews.models import Interview

JSON = "application/json"


def open_link(client: Client, interview: Interview, **more: Any) -> Any:
    return client.get("/", {"session_key": interview.session_key, **more})


def start(client: Client, interview: Interview) -> Any:
    return client.post("/ai/start", {"session_key": interview.session_key}, content_type=JSON)


def start_at(client: Client, interview: Interview, moment: datetime) -> Any:
    """As the server's clock stands at `moment`."""
    with time.clock(lambda: moment):
        return start(client, interview)


def state_at(client: Client, interview: Interview, moment: datetime) -> str:
    """What the portal says at that moment of the server's clock; "running" where it shows the room."""
    with time.clock(lambda: moment):
        answer = open_link(client, interview)
    assert answer.status_code == 200
    return str(answer.context["state"])


def dump() -> str:
    """Every row of every table."""
    models = [model for model in apps.get_models() if model._meta.managed]
    rows = [list(model._default_manager.order_by("pk")) for model in models]
    return "\n".join(serializers.serialize("json", each) for each in rows)
