"""What people of a company made of an interview: for reading, as they are its record."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from viva.accounts.admin.read_only import ReadOnly
from viva.interviews.enums import Purpose
from viva.interviews.models import Comment, Decision


class OfInterview(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    search_fields = ("interview__uuid", "interview__title", "interview__candidate_email", "by__username")
    list_select_related = ("interview", "by")
    date_hierarchy = "created_at"

    def get_queryset(self, request: HttpRequest) -> QuerySet:  # type: ignore[type-arg]
        return super().get_queryset(request).exclude(interview__purpose=Purpose.PRACTICE)


@admin.register(Decision)
class DecisionAdmin(OfInterview):
    list_display = ("interview", "verdict", "by", "created_at")
    list_filter = ("verdict", "created_at")


@admin.register(Comment)
class CommentAdmin(OfInterview):
    list_display = ("interview", "by", "created_at")
    list_filter = ("created_at",)
