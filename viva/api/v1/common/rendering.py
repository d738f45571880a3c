"""Answers in JSON by orjson, four times as quick as the standard library's encoder."""

from __future__ import annotations

from typing import Any

import orjson
from django.utils.functional import Promise
from rest_framework.renderers import BaseRenderer
from rest_framework.utils.encoders import JSONEncoder

_OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS
_others = JSONEncoder()


class JSONRenderer(BaseRenderer):
    """UTF-8; what orjson does not know (lazy texts, decimals, querysets) is as the framework's encoder has it."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: Any = None, renderer_context: Any = None) -> bytes:
        return b"" if data is None else orjson.dumps(data, default=_default, option=_OPTIONS)


def _default(value: Any) -> Any:
    return str(value) if isinstance(value, Promise) else _others.default(value)
