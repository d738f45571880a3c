"""Signing in and up, refreshing, signing out, and one's own account."""

from __future__ import annotations

from typing import Any

from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_variables
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import ValidationError
from rest_framework.views import APIView

from viva.accounts import families, limits, services
from viva.accounts.models import Profile, Role, User
from viva.accounts.selectors import get_profile_for
from viva.api.v1.auth import examples
from viva.api.v1.auth.serializers import (
    AccountSerializer,
    LoginSerializer,
    MessageSerializer,
    RefreshSerializer,
    RegisterSerializer,
    SessionSerializer,
    TokensSerializer,
    UserSerializer,
)
from viva.api.v1.common import tokens
from viva.api.v1.common.idempotency import idempotent
from viva.api.v1.common.permissions import actor_of
from viva.api.v1.common.schema import problem

PROFILE = ("target_role", "skills", "level", "coding_language", "locale", "time_zone")


class OpenView(APIView):
    """For calls whose credential is in the body: an access token that has expired must not stand in their way."""

    authentication_classes = ()
    permission_classes = (AllowAny,)


@method_decorator(sensitive_variables(), name="dispatch")
class LoginView(OpenView):
    @extend_schema(
        operation_id="login",
        summary="Sign in",
        request=LoginSerializer,
        responses={200: SessionSerializer, 401: problem("The name or the password is wrong.")},
        examples=[examples.LOGIN, examples.SESSION],
    )
    def post(self, request: Request) -> Response:
        data = _valid(LoginSerializer(data=request.data))
        user = services.check_credentials(request._request, identifier=data["username"], password=data["password"])
        return Response(_session(user))


class RefreshView(OpenView):
    @extend_schema(
        operation_id="refresh",
        summary="Take a refresh token for the next access and refresh token",
        description="Each refresh token works once. One that is used again ends the whole sign-in.",
        request=RefreshSerializer,
        responses={200: TokensSerializer, 401: problem("The refresh token does not work any more.")},
        examples=[examples.REFRESH, examples.TOKENS],
    )
    def post(self, request: Request) -> Response:
        claims = _refresh_claims(request)
        return Response(tokens.issue(families.rotate(claims["family"], presented=claims["jti"])))


class LogoutView(OpenView):
    @extend_schema(
        operation_id="logout",
        summary="Sign out: none of the sign-in's tokens works any more",
        request=RefreshSerializer,
        responses={200: MessageSerializer, 401: problem("That is no refresh token.")},
        examples=[examples.REFRESH, examples.SIGNED_OUT],
    )
    def post(self, request: Request) -> Response:
        families.revoke(_refresh_claims(request)["family"])
        return Response({"message": _("Signed out successfully")})


@method_decorator(sensitive_variables(), name="dispatch")
class RegisterView(OpenView):
    @extend_schema(
        operation_id="register",
        summary="Sign up as a candidate, or as a recruiter with a company",
        request=RegisterSerializer,
        responses={201: SessionSerializer},
        examples=[examples.REGISTER, examples.REGISTERED],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        limits.spend([limits.Attempt(limits.SIGN_UP_ADDRESS, limits.address_of(request._request))])
        return Response(
            _session(_registered(_valid(RegisterSerializer(data=request.data)))), status.HTTP_201_CREATED
        )


class MeView(APIView):
    @extend_schema(
        operation_id="me",
        summary="One's own account and profile",
        responses={200: AccountSerializer},
        examples=[examples.ACCOUNT],
    )
    def get(self, request: Request) -> Response:
        return Response(AccountSerializer(get_profile_for(actor_of(request))).data)

    @extend_schema(
        operation_id="change_me",
        summary="Change one's own account and profile",
        request=AccountSerializer,
        responses={200: AccountSerializer},
        examples=[examples.CHANGE, examples.ACCOUNT],
    )
    def patch(self, request: Request) -> Response:
        profile = get_profile_for(actor_of(request))
        serializer = AccountSerializer(profile, data=request.data, partial=True)
        data = _valid(serializer)
        if (email := serializer.new_email_in(data)) is not None:
            _change_email(profile.user, email=email, password=data["current_password"])
        _change(profile, data)
        return Response(AccountSerializer(get_profile_for(actor_of(request))).data)


def _session(user: User) -> dict[str, Any]:
    return tokens.issue(families.open_family(user)) | {"user": UserSerializer(user).data}


def _refresh_claims(request: Request) -> dict[str, Any]:
    token = _valid(RefreshSerializer(data=request.data))["refresh"]
    try:
        return tokens.read(token, kind=tokens.REFRESH)
    except tokens.BadToken:
        raise families.FamilyEnded(_("The refresh token is not valid or has expired.")) from None


def _registered(data: dict[str, Any]) -> User:
    names = {name: data[name] for name in ("username", "email", "password", "name")}
    if data["role"] == Role.RECRUITER:
        return services.register_recruiter(**names, company_name=data["company_name"])
    return services.register_candidate(**names)


def _change_email(user: User, *, email: str, password: str) -> None:
    if not services.confirm_own_password(user, password=password):
        raise ValidationError({"current_password": [_("That is not your current password.")]})
    services.change_email(user, email=email)


def _change(profile: Profile, data: dict[str, Any]) -> None:
    """What was not sent stays as it is."""
    kept = {name: data.get(name, getattr(profile, name)) for name in PROFILE}
    services.update_profile(profile.user, name=data.get("user", {}).get("name", profile.user.name), **kept)


def _valid(serializer: Any) -> dict[str, Any]:
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
