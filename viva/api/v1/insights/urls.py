"""`insights/`, from the version's root on."""

from django.urls import path

from viva.api.v1.insights.views import InsightsView

urlpatterns = [path("insights/", InsightsView.as_view())]
