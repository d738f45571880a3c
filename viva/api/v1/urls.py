"""Version 1. Each part's `urls` holds whole paths from here on, such as `jobs/<id:pk>/`."""

from importlib.util import find_spec

from django.urls import include, path

from viva.api.v1.common import converters  # noqa: F401 - registers `<id:…>`

PARTS = ("auth", "interviews", "templates", "jobs", "webhooks", "insights")

urlpatterns = [
    path("", include(f"viva.api.v1.{part}.urls"))
    for part in PARTS
    if find_spec(f"viva.api.v1.{part}") and find_spec(f"viva.api.v1.{part}.urls")
]
