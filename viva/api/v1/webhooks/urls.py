"""Webhooks."""

from django.urls import path

from viva.api.v1.webhooks import views

urlpatterns = [
    path("webhooks/", views.WebhooksView.as_view(), name="webhooks"),
    path("webhooks/<id:pk>/", views.WebhookView.as_view(), name="webhook"),
    path("webhooks/<id:pk>/deliveries/", views.DeliveriesView.as_view(), name="deliveries"),
]
