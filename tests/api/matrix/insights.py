"""Insights are the caller's own by their nature."""

from __future__ import annotations

from tests.api.matrix import Call, signed_in

CALLS = [Call("GET", "insights/", signed_in(200))]
