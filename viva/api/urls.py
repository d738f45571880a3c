"""The REST API by version, its description, and the same calls once more under /api/ for older clients."""

from django.urls import include, path

from viva.api import views

urlpatterns = [
    path("schema/", views.schema, name="api-schema"),
    path("docs/", views.docs, name="api-docs"),
    path("v1/", include(("viva.api.v1.urls", "api"), namespace="v1")),
    path("", include(("viva.api.v1.urls", "api"), namespace="unversioned")),
]
