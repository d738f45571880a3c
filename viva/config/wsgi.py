"""The WSGI application: all of HTTP goes through it (a quarter of the cost of Django's ASGI path).

Calls of the API pass by the middleware of pages: they have no cookie, session, language or frame to look after,
and it cost a call an eighth of its time.
"""

import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viva.config.settings.dev")

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application

PAGES_OF_THE_API = ("/api/docs/", "/api/schema/")


class CallsHandler(WSGIHandler):
    """Django's handler with API_MIDDLEWARE in place of MIDDLEWARE."""

    def load_middleware(self, is_async: bool = False) -> None:
        """Once, at the start, before any thread serves."""
        of_pages = settings.MIDDLEWARE
        settings.MIDDLEWARE = settings.API_MIDDLEWARE
        try:
            super().load_middleware(is_async)
        finally:
            settings.MIDDLEWARE = of_pages


_pages = get_wsgi_application()
_calls = CallsHandler()


def application(environ: dict[str, Any], start_response: Any) -> Any:
    path = environ["PATH_INFO"]
    is_call = path.startswith("/api/") and not path.startswith(PAGES_OF_THE_API)
    return (_calls if is_call else _pages)(environ, start_response)
