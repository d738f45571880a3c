"""The engines' page, below /admin/."""

from django.urls import path

from viva.web.engines import views

app_name = "engines"
urlpatterns = [path("", views.engines, name="page")]
