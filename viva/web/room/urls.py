"""The start page, the room and its completion."""

from django.urls import path

from viva.web.room import views

app_name = "ai_interview"
urlpatterns = [
    path("start/", views.start_interview, name="start_interview"),
    path("interview/<int:session_id>/", views.interview, name="interview"),
    path("complete/<int:session_id>/", views.complete, name="complete"),
]
