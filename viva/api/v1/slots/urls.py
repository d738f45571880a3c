"""Slots, from the version's root on."""

from django.urls import path

from viva.api.v1.slots import booking_views, views

urlpatterns = [
    path("interviews/slots/", views.SlotsView.as_view(), name="slots"),
    path("interviews/slots/<id:pk>/", views.SlotView.as_view(), name="slot"),
    path("interviews/slots/<id:pk>/book_slot/", booking_views.BookSlotView.as_view(), name="book-slot"),
    path("interviews/slots/<id:pk>/release/", booking_views.ReleaseView.as_view(), name="release-slot"),
]
