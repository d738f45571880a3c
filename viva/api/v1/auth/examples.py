"""Examples of the description: Ann, a candidate, and Rita, who hires."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

_TOKENS = {"access": "eyJhbGciOiJIUzI1NiJ9.…", "refresh": "eyJhbGciOiJIUzI1NiJ9.…"}
_ANN: dict[str, Any] = {
    "id": 7,
    "username": "ann",
    "email": "ann@people.example",
    "name": "Ann Lee",
    "role": "candidate",
    "companies": [],
}
_RITA: dict[str, Any] = {
    "id": 8,
    "username": "rita",
    "email": "rita@hiring.example",
    "name": "",
    "role": "recruiter",
    "companies": [{"id": 3, "name": "Acme", "role": "owner"}],
}


def _sent(name: str, value: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample(name, value, request_only=True)


def _given(name: str, value: dict[str, Any], status: str = "200") -> OpenApiExample:
    return OpenApiExample(name, value, response_only=True, status_codes=[status])


LOGIN = _sent("Sign in", {"username": "ann", "password": "a long word of Ann's"})
SESSION = _given("Signed in", _TOKENS | {"user": _ANN})
REFRESH = _sent("Refresh token", {"refresh": _TOKENS["refresh"]})
TOKENS = _given("Next tokens", _TOKENS)
SIGNED_OUT = _given("Signed out", {"message": "Signed out successfully"})
REGISTER = _sent(
    "A recruiter",
    {
        "username": "rita",
        "email": "rita@hiring.example",
        "password": "a long word of Rita's",
        "role": "recruiter",
        "company_name": "Acme",
    },
)
REGISTERED = _given("Signed up", _TOKENS | {"user": _RITA}, "201")
ACCOUNT = _given(
    "Account",
    _ANN
    | {
        "date_joined": "2026-03-01T12:00:00Z",
        "target_role": "Backend engineer",
        "skills": ["Python", "SQL"],
        "level": "mid",
        "coding_language": "python",
        "locale": "en",
        "time_zone": "Europe/Berlin",
    },
)
CHANGE = _sent("Other skills", {"skills": ["Python", "SQL", "Redis"], "level": "senior"})
