"""The URL map: the surfaces, each with its own names."""

from django.contrib import admin
from django.urls import include, path

from viva.web.recordings.views import part
from viva.web.recruiter.company import picture

urlpatterns = [
    path("api/", include("viva.api.urls")),
    path("", include("viva.web.public.urls")),
    path("", include("viva.web.candidate.urls")),
    path("", include("viva.web.accounts.urls")),
    path("dashboard/recruiter/mail/", include("viva.web.recruiter.mail_urls")),
    path("outbox/", include("viva.web.outbox.urls")),
    path("", include("viva.web.meeting.urls")),
    path("dashboard/recruiter/", include("viva.web.recruiter.urls")),
    path("logos/<str:name>", picture, name="logo"),
    path("recordings/<str:token>", part, name="recording_part"),
    path("ai-interview/", include("viva.web.room.urls")),
    path("dashboard/recruiter/interviews/", include("viva.web.recruiter.review.urls")),
    path("admin/code-runner/", include("viva.web.code_runner.urls")),
    path("admin/engines/", include("viva.web.engines.urls")),
    path("admin/", admin.site.urls),
]

handler400 = "viva.config.errors.bad_request"
handler403 = "viva.config.errors.forbidden"
handler404 = "viva.config.errors.not_found"
handler500 = "viva.config.errors.server_error"
