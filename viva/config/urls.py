"""The URL map: the surfaces, each with its own names."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("viva.web.public.urls")),
    path("", include("viva.web.candidate.urls")),
    path("", include("viva.web.accounts.urls")),
    path("ai-interview/", include("viva.web.room.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "viva.web.public.errors.bad_request"
handler403 = "viva.web.public.errors.forbidden"
handler404 = "viva.web.public.errors.not_found"
handler500 = "viva.web.public.errors.server_error"
