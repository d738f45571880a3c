"""Slots, bookings and hours in the administration: for reading, since their figures hang together."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from viva.accounts.admin.read_only import ReadOnly
from viva.scheduling.models import InterviewSchedule, InterviewSlot, WeeklyHours
from viva.scheduling.services.erasing import erase_bookings


class ScheduleInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = InterviewSchedule
    fields = ("interview", "status", "booked_at", "ended_at", "reason")
    extra = 0
    show_change_link = True


@admin.register(InterviewSlot)
class InterviewSlotAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("starts_at", "ends_at", "company", "job", "current_bookings", "max_candidates", "status")
    list_filter = ("status", "starts_at")
    search_fields = ("company__name", "job__title", "notes")
    date_hierarchy = "starts_at"
    list_select_related = ("company", "job")
    inlines = (ScheduleInline,)


@admin.register(InterviewSchedule)
class InterviewScheduleAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("interview", "slot", "status", "booked_at", "ended_at")
    list_filter = ("status", "booked_at")
    search_fields = ("interview__title", "interview__candidate_name", "interview__candidate_email")
    date_hierarchy = "booked_at"
    list_select_related = ("interview", "slot")

    def delete_model(self, request: HttpRequest, obj: InterviewSchedule) -> None:
        erase_bookings([obj.pk])

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[InterviewSchedule]) -> None:
        erase_bookings(queryset.values_list("pk", flat=True))


@admin.register(WeeklyHours)
class WeeklyHoursAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("company", "weekday", "opens_at", "closes_at", "time_zone", "first_day", "last_day")
    list_filter = ("weekday", "time_zone")
    search_fields = ("company__name", "job__title")
    list_select_related = ("company",)
