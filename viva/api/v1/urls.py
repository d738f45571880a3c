"""Version 1. Each part's `urls` holds whole paths from here on, such as `jobs/<id:pk>/`."""

from django.urls import include, path

from viva.api.v1.common import converters  # noqa: F401 - registers `<id:…>`

urlpatterns = [
    path("", include("viva.api.v1.auth.urls")),
    path("", include("viva.api.v1.slots.urls")),
    path("", include("viva.api.v1.interviews.urls")),
    path("", include("viva.api.v1.templates.urls")),
    path("", include("viva.api.v1.jobs.urls")),
    path("", include("viva.api.v1.webhooks.urls")),
    path("", include("viva.api.v1.insights.urls")),
]
