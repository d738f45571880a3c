"""The outbox of development."""

from django.urls import path

from viva.web.outbox import views

app_name = "outbox"
urlpatterns = [
    path("", views.outbox, name="list"),
    path("<str:name>/<int:number>/", views.mail, name="mail"),
    path("<str:name>/<int:number>/html/", views.html, name="html"),
]
