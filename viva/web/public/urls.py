"""Pages for everybody."""

from django.urls import path

from viva.web.public import views

app_name = "public"
urlpatterns = [path("", views.landing, name="landing")]
