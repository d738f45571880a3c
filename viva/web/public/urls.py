"""Pages for everybody."""

from django.urls import path

from viva.web.public import jobs, views

app_name = "public"
urlpatterns = [
    path("", views.landing, name="landing"),
    path("jobs/<int:job_id>/", jobs.job, name="job"),
    path("jobs/<int:job_id>/applied/", jobs.applied, name="job_applied"),
]
