"""Templates."""

from django.urls import path

from viva.api.v1.templates import views

urlpatterns = [
    path("templates/", views.TemplatesView.as_view(), name="templates"),
    path("templates/<id:pk>/", views.TemplateView.as_view(), name="template"),
    path("templates/<id:pk>/use_template/", views.UseTemplateView.as_view(), name="use-template"),
]
