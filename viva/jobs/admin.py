"""Jobs and applications in the administration."""

from __future__ import annotations

from django.contrib import admin

from viva.jobs.models import Application, Job


class ApplicationInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Application
    fields = ("name", "email", "stage", "candidate", "created_at")
    readonly_fields = ("candidate", "created_at")
    extra = 0
    show_change_link = True


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("title", "company", "seniority", "status", "duration_minutes", "created_at")
    list_filter = ("status", "seniority", "created_at")
    search_fields = ("title", "company__name", "description")
    date_hierarchy = "created_at"
    list_select_related = ("company",)
    autocomplete_fields = ("company", "created_by")
    readonly_fields = ("created_at",)
    inlines = (ApplicationInline,)


@admin.register(Application)
class ApplicationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "email", "job", "stage", "created_at")
    list_filter = ("stage", "created_at")
    search_fields = ("name", "email", "job__title", "job__company__name")
    date_hierarchy = "created_at"
    list_select_related = ("job",)
    autocomplete_fields = ("job", "candidate")
    readonly_fields = ("created_at",)
