"""Bodies are JSON objects in UTF-8, with nothing in them that no database holds; answers are JSON always."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from django.utils.translation import gettext as _
from rest_framework import serializers, status
from rest_framework.exceptions import APIException, ParseError, ValidationError
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.parsers import BaseParser
from rest_framework.request import Request

LARGEST_BODY = 2 * 1024 * 1024
_SUSPECT = re.compile(rb"\\u(0000|[dD][89a-fA-F])")
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")


class TooLarge(APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_detail = f"A request may have {LARGEST_BODY} bytes."
    default_code = "too_large"


class StrictJSONParser(BaseParser):
    """Raises ParseError for what is no JSON object (NaN and endless numbers included), TooLarge above 2 MiB.

    NUL and halves of surrogate pairs, which PostgreSQL and SQLite refuse, are ValidationErrors that name the
    field; so fields that take any JSON need no check of their own.
    """

    media_type = "application/json"

    def parse(self, stream: Any, media_type: str | None = None, parser_context: Any = None) -> dict[str, Any]:
        raw = stream.read(LARGEST_BODY + 1)
        if len(raw) > LARGEST_BODY:
            raise TooLarge
        found = _read(raw)
        if not isinstance(found, dict):
            raise ParseError(_("The body has to be a JSON object."))
        if _SUSPECT.search(raw):
            _refuse_unstorable(found)
        return found


def _read(raw: bytes) -> Any:
    try:
        return json.loads(raw.removeprefix(codecs.BOM_UTF8).decode("utf-8"), parse_constant=_not_json)
    except UnicodeDecodeError:
        raise ParseError(_("The body has to be in UTF-8.")) from None
    except (ValueError, RecursionError) as error:
        reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise ParseError(_("The body is not JSON: %(reason)s") % {"reason": reason}) from None


def _not_json(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number in JSON")


def _refuse_unstorable(body: dict[str, Any]) -> None:
    """By the outermost field, whatever lies within."""
    for name, value in body.items():
        if any(_UNSTORABLE.search(text) for text in _texts({name: value})):
            raise ValidationError({_UNSTORABLE.sub("?", name): [_("Null characters are not allowed.")]})


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield name
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


class AlwaysJSON(BaseContentNegotiation):
    """A body is read by its Content-Type (415 for another); the answer is JSON, whatever `Accept` says."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        media_type = (request.content_type or "").partition(";")[0].strip().lower()
        return next((parser for parser in parsers if parser.media_type == media_type), None)

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


def query_of(request: Request, serializer: type[serializers.Serializer[Any]]) -> Mapping[str, Any]:
    """The query string read by `serializer` (400 naming the parameter); only what was given, and no empty ones."""
    given = {name: value for name, value in request.query_params.items() if value != ""}
    read = serializer(data=given)
    read.is_valid(raise_exception=True)
    return dict(read.validated_data)
