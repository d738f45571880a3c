"""What is taken and given when signing in and up, and of the account."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from rest_framework import serializers

from viva.accounts.lines import distinct_lines
from viva.accounts.models import CodingLanguage, Level, MemberRole, Profile, Role, User
from viva.accounts.selectors import known_time_zones
from viva.api.v1.common.fields import LineField, TextField

MAX_PASSWORD = 1000  # characters; hashing more would only cost
MAX_SKILLS, MAX_SKILL = 30, 50


class PasswordField(TextField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(trim_whitespace=False, write_only=True, max_length=MAX_PASSWORD, **kwargs)


class LoginSerializer(serializers.Serializer[Any]):
    username = TextField(max_length=254, help_text="The user name or the e-mail address.")
    password = PasswordField()


class RefreshSerializer(serializers.Serializer[Any]):
    refresh = TextField(max_length=2000)


class TokensSerializer(serializers.Serializer[Any]):
    access = serializers.CharField()
    refresh = serializers.CharField(help_text="Works once: each refresh gives the next one.")


class PlaceSerializer(serializers.Serializer[Any]):
    """A company that one belongs to."""

    id = serializers.IntegerField(source="company.id")
    name = serializers.CharField(source="company.name")
    role = serializers.ChoiceField(choices=MemberRole.choices)


class UserSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField()
    username = serializers.CharField()
    email = serializers.CharField()
    name = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    companies = PlaceSerializer(many=True, source="memberships.all")


class SessionSerializer(TokensSerializer):
    """The answer to signing in."""

    user = UserSerializer()


class MessageSerializer(serializers.Serializer[Any]):
    message = serializers.CharField()


class RegisterSerializer(serializers.Serializer[Any]):
    username = TextField(max_length=150)
    email = serializers.EmailField(max_length=254)
    password = PasswordField()
    name = LineField(max_length=200, required=False, allow_blank=True, default="")
    role = serializers.ChoiceField(choices=Role.choices, default=Role.CANDIDATE.value)
    company_name = LineField(
        max_length=200, required=False, allow_blank=True, default="", help_text="A recruiter's company."
    )

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        """The model's own rules for name and address; the password is compared with both."""
        if data["role"] == Role.RECRUITER and not data["company_name"]:
            raise serializers.ValidationError({"company_name": [_("A recruiter has to name a company.")]})
        user = User(username=data["username"], email=data["email"], name=data["name"], role=data["role"])
        try:
            user.full_clean(exclude=["password"], validate_unique=False, validate_constraints=False)
        except ValidationError as error:
            raise serializers.ValidationError(error.message_dict) from None
        _check_password(data["password"], user)
        return data


class AccountSerializer(serializers.Serializer[Any]):
    """The account and its profile as one. `of` gives what it shows, `changed` what is to be stored."""

    id = serializers.IntegerField(read_only=True, source="user.id")
    username = serializers.CharField(read_only=True, source="user.username")
    role = serializers.ChoiceField(read_only=True, choices=Role.choices, source="user.role")
    companies = PlaceSerializer(read_only=True, many=True, source="user.memberships.all")
    date_joined = serializers.DateTimeField(read_only=True, source="user.date_joined")
    email = serializers.EmailField(
        max_length=254, source="user.email", help_text="To change it, send `current_password` along."
    )
    current_password = PasswordField(required=False)
    name = LineField(max_length=200, allow_blank=True, source="user.name")
    target_role = LineField(max_length=120, allow_blank=True)
    skills = serializers.ListField(child=LineField(max_length=MAX_SKILL, allow_blank=True), max_length=MAX_SKILLS)
    level = serializers.ChoiceField(choices=Level.choices)
    coding_language = serializers.ChoiceField(choices=CodingLanguage.choices)
    locale = serializers.ChoiceField(choices=settings.LANGUAGES)
    time_zone = TextField(max_length=64, allow_blank=True, help_text='Such as "Asia/Kolkata", or "".')

    def validate_skills(self, skills: list[str]) -> list[str]:
        return distinct_lines(skills)

    def validate_time_zone(self, zone: str) -> str:
        if zone and zone not in known_time_zones():
            raise serializers.ValidationError(_("There is no time zone of this name."))
        return zone

    def validate(self, data: dict[str, Any]) -> dict[str, Any]:
        if self.new_email_in(data) is not None and not data.get("current_password"):
            raise serializers.ValidationError(
                {"current_password": [_("Send your current password to change the e-mail address.")]}
            )
        return data

    def new_email_in(self, data: dict[str, Any]) -> str | None:
        """The address to change to, or None where it stays."""
        profile = cast(Profile, self.instance)
        email: str | None = data.get("user", {}).get("email")
        return None if email == profile.user.email else email


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise serializers.ValidationError({"password": error.messages}) from None
