"""Companies and who belongs to them, in the administration."""

from __future__ import annotations

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from viva.accounts.admin.read_only import ReadOnly
from viva.accounts.models import Company, CompanyModel, Invitation, Membership


class MembershipInline(admin.TabularInline):  # type: ignore[type-arg]
    model = Membership
    fields = ("user", "role", "created_at")
    readonly_fields = ("created_at",)
    autocomplete_fields = ("user",)
    extra = 0


@admin.register(Company)
class CompanyAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("name", "people", "created_at")
    search_fields = ("name", "memberships__user__username", "memberships__user__email")
    date_hierarchy = "created_at"
    readonly_fields = ("created_at",)
    inlines = (MembershipInline,)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Company]:
        companies: QuerySet[Company] = super().get_queryset(request)
        return companies.annotate(counted=Count("memberships"))

    @admin.display(description=_("people"), ordering="counted")
    def people(self, company: Company) -> int:
        return company.counted  # type: ignore[attr-defined, no-any-return]


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("user", "company", "role", "created_at")
    list_filter = ("role",)
    search_fields = ("user__username", "user__email", "company__name")
    list_select_related = ("user", "company")
    autocomplete_fields = ("user", "company")
    readonly_fields = ("created_at",)


@admin.register(Invitation)
class InvitationAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Owners send and revoke them on their own pages. Nothing that its link is derived from is shown."""

    list_display = ("email", "company", "role", "created_at", "expires_at", "accepted_at", "revoked_at")
    fields = list_display
    list_filter = ("role", "created_at")
    search_fields = ("email", "company__name")
    date_hierarchy = "created_at"
    list_select_related = ("company",)


@admin.register(CompanyModel)
class CompanyModelAdmin(ReadOnly, admin.ModelAdmin):  # type: ignore[type-arg]
    """Owners set it on their own page. Of its key nothing is shown."""

    list_display = ("company", "model", "base_url", "day_tokens", "day_money", "changed_at")
    fields = list_display
    search_fields = ("company__name", "model", "base_url")
    date_hierarchy = "changed_at"
    list_select_related = ("company",)
