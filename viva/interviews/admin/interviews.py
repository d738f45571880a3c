"""The administrator's view of interviews. What the machine wrote is for reading."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from viva.accounts.actors import user_of
from viva.accounts.admin.read_only import ReadOnly
from viva.interviews.enums import Purpose
from viva.interviews.models import Interview, InterviewQuestion, InterviewResponse, ProblemTests
from viva.interviews.services.erasing import erase_interviews


class QuestionInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = InterviewQuestion
    fields = ("order", "question_type", "difficulty", "question_text", "bank_id")
    extra = 0


class ResponseInline(ReadOnly, admin.TabularInline):  # type: ignore[type-arg]
    model = InterviewResponse
    fields = ("question", "outcome", "score", "confidence", "needs_review", "submitted_at")
    extra = 0
    show_change_link = True


# What an administrator sees of practice, which is nobody else's to read: that it took place.
_OF_PRACTICE = ("uuid", "user", "purpose", "interview_type", "status", "created_at", "started_at", "completed_at")


@admin.register(Interview)
class InterviewAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("uuid", "user", "company", "purpose", "interview_type", "difficulty", "status", "created_at")
    list_filter = ("purpose", "status", "interview_type", "difficulty", "mode")
    search_fields = ("uuid", "user__username", "company__name", "candidate_name", "candidate_email")
    date_hierarchy = "created_at"
    list_select_related = ("user", "company")
    inlines = (QuestionInline, ResponseInline)

    def delete_model(self, request: HttpRequest, obj: Interview) -> None:
        erase_interviews([obj.pk], by=user_of(request))

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Interview]) -> None:
        erase_interviews(queryset.values_list("pk", flat=True), by=user_of(request))

    def get_fields(self, request: HttpRequest, obj: Interview | None = None) -> Any:
        if obj and obj.purpose == Purpose.PRACTICE:
            return _OF_PRACTICE
        return super().get_fields(request, obj)

    def get_inlines(self, request: HttpRequest, obj: Interview | None) -> Any:
        if obj and obj.purpose == Purpose.PRACTICE:
            return ()
        return self.inlines


@admin.register(InterviewQuestion)
class QuestionAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("interview", "order", "question_type", "difficulty", "title", "bank_id", "is_ai_generated")
    list_filter = ("question_type", "difficulty", "is_ai_generated")
    search_fields = ("question_text", "title", "bank_id", "interview__uuid")
    list_select_related = ("interview",)
    exclude = ("spec", "tests")

    def get_queryset(self, request: HttpRequest) -> QuerySet[InterviewQuestion]:
        """Without practice, which is nobody else's to read."""
        return super().get_queryset(request).exclude(interview__purpose=Purpose.PRACTICE)


@admin.register(ProblemTests)
class ProblemTestsAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """That they are there and how many; what they test is told to nobody."""

    list_display = fields = ("digest", "samples_kept", "hidden_kept")
    search_fields = ("digest",)

    @admin.display(description=_("samples"))
    def samples_kept(self, tests: ProblemTests) -> int:
        return len(tests.samples)

    @admin.display(description=_("hidden tests"))
    def hidden_kept(self, tests: ProblemTests) -> int:
        return len(tests.hidden)
