"""The description in OpenAPI: what holds for every call is added here, once."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from drf_spectacular.openapi import AutoSchema
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse
from rest_framework.permissions import SAFE_METHODS

Endpoints = list[tuple[str, str, str, Callable[..., Any]]]
EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
PROBLEM = {"$ref": "#/components/schemas/Problem"}
INVALID = {"anyOf": [PROBLEM, {"$ref": "#/components/schemas/FieldErrors"}]}


def problem(description: str) -> OpenApiResponse:
    """An answer `{"detail": …}`, for the `responses` of `extend_schema`: `{409: problem("Not begun yet.")}`."""
    return OpenApiResponse(PROBLEM, description)


def invalid(description: str = "A field or the body is wrong.") -> OpenApiResponse:
    """`{field: [messages]}` or `{"detail": …}`: the answer 400."""
    return OpenApiResponse(INVALID, description)


class Described(AutoSchema):
    """Adds the errors that any call may give (400, 401, 404, 413, 415, 429, 503) where a view does not name them.

    Calls marked by `idempotency.idempotent` get its header and 409. Views add 403 and 409 of their own.
    """

    def _get_response_bodies(self, direction: Literal["request", "response"] = "response") -> dict[str, Any]:
        found: dict[str, Any] = super()._get_response_bodies(direction)
        if direction == "response":
            self._add_examples(found)
            for code, answer in self._common().items():
                if code not in found:
                    found[code] = self._get_response_for_code(answer, code)  # type: ignore[no-untyped-call]
        return dict(sorted(found.items()))

    def _add_examples(self, answers: dict[str, Any]) -> None:
        """Answers of a real interview, from `examples/`, where the view gives none of its own."""
        for code, value in _examples(self.get_operation_id()).items():
            content = answers[code]["content"]["application/json"]
            content.setdefault("examples", {"Example": {"value": value}})

    def _common(self) -> dict[str, OpenApiResponse]:
        """The errors that this call may give by what it takes."""
        common = {"429": problem("Too many calls; `Retry-After` says when to go on."), "503": problem("Busy.")}
        if self.get_auth() and {} not in self.get_auth():
            common["401"] = problem("No access token, or one that is not valid any more.")
        if "{" in self.path:
            common["404"] = problem("There is none with this id, or it is not yours.")
        if self.method not in {*SAFE_METHODS, "DELETE"}:
            common |= {"413": problem("The body is too large."), "415": problem("The body is not JSON.")}
        if "413" in common or self._get_parameters_in("query"):
            common["400"] = invalid()
        paginator = self._get_paginator()  # type: ignore[no-untyped-call]
        if paginator and self._get_parameters_in("query"):
            common.setdefault("404", problem("There is no such page."))
        if self._is_idempotent():
            common["409"] = problem("The `Idempotency-Key` stands for another body, or its call still runs.")
        return common

    def get_override_parameters(self) -> list[Any]:
        parameters = list(super().get_override_parameters())
        return [*parameters, _KEY, _REPLAYED] if self._is_idempotent() else parameters

    def _get_parameters_in(self, place: str) -> list[dict[str, Any]]:
        return [parameter for parameter in self._get_parameters() if parameter["in"] == place]

    def _is_idempotent(self) -> bool:
        action = getattr(self.view, getattr(self.view, "action", None) or self.method.lower(), None)
        return bool(getattr(action, "idempotent", False))


def _examples(operation: str) -> dict[str, Any]:
    """By status: what `examples/<operation>.json` holds."""
    path = EXAMPLES / f"{operation}.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


_KEY = OpenApiParameter(
    "Idempotency-Key",
    {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
    OpenApiParameter.HEADER,
    description="Any text of your own, new for each thing to create. Sent again within 24 hours it gives the "
    "first answer again and creates nothing.",
)
_REPLAYED = OpenApiParameter(
    "Idempotency-Replayed",
    str,
    OpenApiParameter.HEADER,
    response=[201],
    description="`true` where this is the stored answer to the same `Idempotency-Key`.",
)


def only_version_1(endpoints: Endpoints, **_: Any) -> Endpoints:
    """The same calls answer under /api/ for older clients; they are described once."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith("/api/v1/")]
