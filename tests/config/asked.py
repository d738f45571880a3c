"""The server with one page more, which says how the databases of the threads that serve are set."""

from __future__ import annotations

import os
import threading
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viva.config.settings.dev")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.http import HttpRequest, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402

from viva.config import serve, urls  # noqa: E402
from viva.core.realtime.database import in_database  # noqa: E402
from viva.core.realtime.loop import call_on_loop  # noqa: E402


def asked() -> dict[str, Any]:
    """Read back on this thread; `begins` is the statement with which a transaction begins here."""
    begins: list[str] = []
    with connection.cursor() as cursor:
        found = {
            name: cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    connection.connection.set_trace_callback(begins.append)
    connection._start_transaction_under_autocommit()
    connection.connection.set_trace_callback(None)
    connection.rollback()
    return found | {"begins": begins[0], "thread": threading.current_thread().name.split("_")[0]}


def page(request: HttpRequest) -> JsonResponse:
    room = call_on_loop(lambda: in_database(asked), timeout=5.0)
    return JsonResponse({"page": asked(), "room": room}, json_dumps_params={"default": str})


urls.urlpatterns.append(path("asked/", page))

if __name__ == "__main__":
    serve.main()
