"""Filters and pages of lists, kept in the address: `{% load ui_lists %}`. They need `request`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import template
from django.core.paginator import Page
from django.template import Context

register = template.Library()


def _address(context: Context, **changes: object) -> str:
    """The present address with some parameters changed; None removes one."""
    query = context["request"].GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, page: Page[Any]) -> dict[str, Any]:
    """Links to the page before and after, in the parameter `page`; nothing when all fits on one."""
    return {
        "page": page,
        "previous": _address(context, page=page.previous_page_number()) if page.has_previous() else None,
        "next": _address(context, page=page.next_page_number()) if page.has_next() else None,
    }


@register.inclusion_tag("ui/filter_chips.html", takes_context=True)
def filter_chips(
    context: Context, name: str, choices: Iterable[tuple[str, str]], label: str, all_text: str
) -> dict[str, Any]:
    """One row of chips for the parameter `name`; a chip keeps the other filters and goes back to page 1."""
    chosen = context["request"].GET.get(name, "")
    chips = [
        {
            "text": text,
            "value": value or "all",
            "href": _address(context, **{name: value or None, "page": None}),
            "on": chosen == value,
        }
        for value, text in [("", all_text), *choices]
    ]
    return {"name": name, "label": label, "chips": chips}
