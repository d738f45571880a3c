"""Jobs and applications."""

from django.urls import path

from viva.api.v1.jobs import application_views, views

urlpatterns = [
    path("jobs/", views.JobsView.as_view(), name="jobs"),
    path("jobs/<id:pk>/", views.JobView.as_view(), name="job"),
    path("applications/", application_views.ApplicationsView.as_view(), name="applications"),
    path("applications/<id:pk>/", application_views.ApplicationView.as_view(), name="application"),
]
