"""The WSGI application: all of HTTP goes through it (a quarter of the cost of Django's ASGI path)."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viva.config.settings.dev")

from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()
