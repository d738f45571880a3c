"""Templates in the administration: words are changed here, figures are the server's own."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _

from viva.interviews.enums import Difficulty, QuestionType
from viva.interviews.models import InterviewTemplate

_KEYS = {"question", "type", "difficulty", "expected_answer"}


class TemplateForm(forms.ModelForm):  # type: ignore[type-arg]
    """Holds `questions` to the shape that interviews are made from."""

    def clean_questions(self) -> Any:
        questions = self.cleaned_data["questions"]
        if not isinstance(questions, list) or not questions:
            raise forms.ValidationError(_("Give a list of questions."))
        for number, entry in enumerate(questions, start=1):
            if trouble := _trouble_with(entry):
                raise forms.ValidationError(f"{number}. {trouble}")
        return questions


def _trouble_with(entry: Any) -> str:
    if (
        not isinstance(entry, dict)
        or set(entry) != _KEYS
        or not all(isinstance(each, str) for each in entry.values())
    ):
        return _("Each question has question, type, difficulty and expected_answer, all of them text.")
    if not entry["question"].strip():
        return _("The question is empty.")
    if entry["type"] not in QuestionType.values:
        return _("The type is none of %(types)s.") % {"types": ", ".join(QuestionType.values)}
    if entry["difficulty"] not in Difficulty.values:
        return _("The difficulty is none of %(names)s.") % {"names": ", ".join(Difficulty.values)}
    return ""


@admin.register(InterviewTemplate)
class TemplateAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    form = TemplateForm
    list_display = (
        "title",
        "company",
        "interview_type",
        "difficulty",
        "times_used",
        "average_score",
        "is_active",
        "is_shared",
    )
    list_filter = ("is_active", "is_shared", "is_premium", "interview_type", "difficulty")
    search_fields = ("title", "description", "company__name", "created_by__username")
    list_select_related = ("company",)
    autocomplete_fields = ("company", "created_by")
    readonly_fields = ("times_used", "average_score", "created_at")
