"""People and their profiles in the administration."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from viva.accounts.events import ACCOUNT_ERASED
from viva.accounts.models import AttemptCount, Profile, User
from viva.core.events import Event, publish


class ProfileInline(admin.StackedInline):  # type: ignore[type-arg]
    model = Profile
    can_delete = False


@admin.register(User)
class AccountAdmin(UserAdmin):  # type: ignore[type-arg]
    list_display = ("username", "email", "name", "role", "is_active", "is_staff", "date_joined", "last_login")
    list_filter = ("role", "is_active", "is_staff", "is_superuser", "date_joined")
    search_fields = ("username", "email", "name")
    ordering = ("-date_joined",)
    date_hierarchy = "date_joined"
    inlines = (ProfileInline,)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Person"), {"fields": ("name", "email", "role")}),
        (
            _("Permissions"),
            {"fields": ("is_active", "is_staff", "is_superuser", "groups", "user_permissions")},
        ),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    readonly_fields = ("last_login", "date_joined")
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "email", "name", "role", "usable_password", "password1", "password2"),
            },
        ),
    )

    @transaction.atomic
    def delete_model(self, request: HttpRequest, obj: User) -> None:
        _tell(obj.pk)
        obj.delete()

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        ids = list(queryset.values_list("pk", flat=True))
        for user_id in ids:
            _tell(user_id)
        User.objects.filter(pk__in=ids).delete()


def _tell(user_id: int) -> None:
    publish(Event(ACCOUNT_ERASED, user_id=user_id))


@admin.register(Profile)
class ProfileAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ("user", "target_role", "level", "coding_language", "locale", "time_zone")
    list_filter = ("level", "coding_language", "locale")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__email", "user__name", "target_role")
    autocomplete_fields = ("user",)


@admin.register(AttemptCount)
class AttemptCountAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """To see and to lift limits; the keys are hashes, so whose they are is not to be seen."""

    list_display = ("key", "count", "window_start")
    ordering = ("-count",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: AttemptCount | None = None) -> bool:
        return False
