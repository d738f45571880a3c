"""Fields and form errors of the design system: `{% load ui_forms %}`."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BaseForm, BoundField

register = template.Library()

CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.CheckboxSelectMultiple, "checkbox"),
    (forms.RadioSelect, "radio"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.Textarea, "textarea"),
    (forms.Widget, "input"),
]
KINDS: list[tuple[type[forms.Widget], str]] = [
    (forms.HiddenInput, "hidden"),
    (forms.RadioSelect, "choice"),
    (forms.CheckboxSelectMultiple, "choice"),
    (forms.CheckboxInput, "checkbox"),
    (forms.PasswordInput, "password"),
    (forms.Widget, "plain"),
]


def _of(widget: forms.Widget, table: list[tuple[type[forms.Widget], str]]) -> str:
    return next(name for kind, name in table if isinstance(widget, kind))


def _options(field: BoundField, notes: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "tag": option.tag(),
            "title": option.choice_label,
            "note": notes.get(f"note_{option.data['value']}", ""),
        }
        for option in field.subwidgets
    ]


@register.inclusion_tag("ui/field.html")
def field(
    field: BoundField, help: str = "", label: str = "", mark_optional: bool = True, **notes: str
) -> dict[str, Any]:
    """Label, help, errors and control of a bound field, tied together for assistive software.

    Radio buttons and lists of checkboxes become cards; `note_<value>` adds a line under that choice.
    """
    widget = field.field.widget
    widget.attrs["class"] = _of(widget, CLASSES)
    kind = _of(widget, KINDS)
    if help:
        field.help_text = help
    return {
        "field": field,
        "kind": kind,
        "label": label or field.label,
        "help": field.help_text,
        "described": field.aria_describedby,
        "optional": mark_optional and not field.field.required,
        "options": _options(field, notes) if kind == "choice" else [],
        "widget": "" if kind in {"choice", "hidden"} else field.as_widget(),
    }


@register.inclusion_tag("ui/form_errors.html")
def form_errors(form: BaseForm) -> dict[str, Any]:
    """What is wrong with a refused form, each problem a link to its field; focused when the page opens."""
    problems = [(bound.auto_id, bound.label, problem) for bound in form for problem in bound.errors]
    return {"form": form, "problems": problems}
