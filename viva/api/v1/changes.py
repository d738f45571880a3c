"""A change names some fields; the whole is validated as it will stand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework.request import Request


def changed(before: Mapping[str, Any], request: Request) -> dict[str, Any]:
    """The body over what stood `before`. The parser has seen to it that a body is an object."""
    sent = request.data
    assert isinstance(sent, dict)  # noqa: S101
    return {**before, **sent}
