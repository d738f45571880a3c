"""Pages of a list: `count`, `next`, `previous`, `results`."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

LARGEST_PAGE = 100


class PageQuery(serializers.Serializer):  # type: ignore[type-arg]
    page = serializers.IntegerField(min_value=1, max_value=2**31 - 1, default=1)
    page_size = serializers.IntegerField(min_value=1, max_value=LARGEST_PAGE, default=20)


class Pages(PageNumberPagination):
    """`?page=` and `?page_size=` (1 to 100, 20 if not given). What is no such number is 400; past the end, 404."""

    page_size = 20
    max_page_size = LARGEST_PAGE
    page_size_query_param = "page_size"

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        return [
            _parameter(self.page_query_param, 2**31 - 1, _("Which page, from 1.")),
            _parameter(self.page_size_query_param, LARGEST_PAGE, _("How many on a page.")),
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """In the words of OpenAPI 3.1; the framework's are those of 3.0."""
        address = {"type": ["string", "null"], "format": "uri", "example": None}
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "minimum": 0, "example": 1},
                "next": address,
                "previous": address,
                "results": schema,
            },
        }

    def paginate_queryset(self, queryset: Any, request: Request, view: Any = None) -> list[Any] | None:
        query = request.query_params
        given = {name: query[name] for name in ("page", "page_size") if name in query}
        if given:
            PageQuery(data=given).is_valid(raise_exception=True)
        return super().paginate_queryset(queryset, request, view=view)


def _parameter(name: str, largest: int, description: str) -> dict[str, Any]:
    schema = {"type": "integer", "minimum": 1, "maximum": largest}
    return {"name": name, "in": "query", "required": False, "description": description, "schema": schema}
