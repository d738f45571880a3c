"""The code runner's page, below /admin/."""

from django.urls import path

from viva.web.code_runner import views

app_name = "code_runner"
urlpatterns = [path("", views.code_runner, name="page")]
