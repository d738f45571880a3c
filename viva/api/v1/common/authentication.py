"""`Authorization: Bearer`: a genuine access token of a sign-in that still stands, looked up in one query."""

from __future__ import annotations

from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.request import Request

from viva.accounts.families import user_of_family
from viva.accounts.models import User
from viva.api.v1.common import tokens


class BearerAuthentication(BaseAuthentication):
    """`request.auth` is the id of the TokenFamily. Any other scheme is nobody."""

    def authenticate(self, request: Request) -> tuple[User, int] | None:
        scheme, _space, token = get_authorization_header(request).partition(b" ")
        if scheme.lower() != b"bearer":
            return None
        try:
            claims = tokens.read(token.strip(), kind=tokens.ACCESS)
        except tokens.BadToken:
            raise AuthenticationFailed(_("The access token is not valid or has expired.")) from None
        return user_of_family(claims["family"]), claims["family"]

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class BearerScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    target_class = "viva.api.v1.common.authentication.BearerAuthentication"
    name = "bearer"

    def get_security_definition(self, auto_schema: object) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
