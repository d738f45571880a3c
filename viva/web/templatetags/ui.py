"""The design system's elements: `{% load ui %}`. One template under `ui/` each, styled in frontend/css."""

from __future__ import annotations

from typing import Any

from django import template
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

register = template.Library()

HIDDEN = SafeString('aria-hidden="true"')
# Icons that point along the line of reading, and so turn where it runs from right to left.
DIRECTED = {"arrow-left", "arrow-right", "chevron-left", "chevron-right"}
TONE_ICONS = {
    "success": "circle-check",
    "warning": "triangle-alert",
    "error": "circle-alert",
    "neutral": "info",
}
STATUSES = {
    "preparing": ("neutral", "circle-dashed", _("Preparing")),
    "scheduled": ("neutral", "calendar", _("Scheduled")),
    "in_progress": ("warning", "circle-play", _("In progress")),
    "completed": ("success", "circle-check", _("Completed")),
    "cancelled": ("neutral", "ban", _("Cancelled")),
    "expired": ("neutral", "clock", _("Expired")),
}
VERDICTS = {
    "AC": ("success", "circle-check", _("Passed")),
    "OK": ("neutral", "circle-play", _("Ran to its end")),
    "STOPPED": ("neutral", "ban", _("Stopped")),
    "WA": ("error", "circle-x", _("Wrong answer")),
    "TLE": ("warning", "timer", _("Too slow")),
    "MLE": ("warning", "hard-drive", _("Too much memory")),
    "OLE": ("warning", "file-text", _("Too much output")),
    "RE": ("error", "circle-x", _("Stopped with an error")),
    "CE": ("error", "circle-x", _("Does not compile")),
    "IE": ("neutral", "server-off", _("Not run: our fault")),
}


def html_attributes(given: dict[str, Any]) -> SafeString:
    """Keyword arguments as attributes: `data_copy="x"` becomes `data-copy="x"`; None and False are not."""
    return flatatt({name.strip("_").replace("_", "-"): value for name, value in given.items()})


@register.simple_tag
def icon(name: str, size: int = 20, label: str = "") -> SafeString:
    """A Lucide icon of frontend/icons.txt, hidden from assistive software unless it has a label."""
    turned = " icon-turned" if name in DIRECTED else ""
    named = format_html('role="img" aria-label="{}"', label) if label else HIDDEN
    return format_html(
        '<svg class="icon{4}" width="{0}" height="{0}" {1}><use href="{2}#{3}"></use></svg>',
        size,
        named,
        static("dist/icons.svg"),
        name,
        turned,
    )


@register.filter
def prose(text: str) -> SafeString:
    """Rendered Markdown as it is; plain text escaped, with its paragraphs and lines. Stands inside `.prose`."""
    return text if isinstance(text, SafeString) else SafeString(linebreaks(text, autoescape=True))


@register.simple_block_tag
def button(content: str, kind: str = "primary", **options: Any) -> SafeString:
    """`kind`: primary, secondary, ghost or danger. Options: `size` (sm, lg), `icon`, `icon_end`, `wide`,
    `classes`; every other keyword becomes an attribute."""
    options.setdefault("type", "submit")
    return _button("ui/button.html", content, kind, options)


@register.simple_block_tag
def link_button(content: str, href: str, kind: str = "primary", **options: Any) -> SafeString:
    """A link that looks like a button; the options of `button`."""
    return _button("ui/link_button.html", content, kind, {"href": href, **options})


def _button(name: str, content: str, kind: str, options: dict[str, Any]) -> SafeString:
    own = {key: options.pop(key, "") for key in ("size", "icon", "icon_end", "wide", "classes")}
    return render_to_string(
        name,
        {"content": SafeString(content.strip()), "kind": kind, "attributes": html_attributes(options), **own},
    )


@register.simple_block_tag
def card(content: str, title: str = "", level: int = 2, **options: Any) -> SafeString:
    """A framed section. With a title it is a region of that name. Options: `id`, `flush` (no padding),
    `link` and `link_text` (shown beside the title)."""
    return render_to_string("ui/card.html", {"content": content, "title": title, "level": level, **options})


@register.simple_block_tag
def notice(content: str, tone: str = "neutral", title: str = "", dismissible: bool = False) -> SafeString:
    """A message in the page. `tone`: success, warning, error or neutral; errors are announced at once."""
    return render_to_string(
        "ui/notice.html",
        {
            "content": content,
            "tone": tone,
            "title": title,
            "dismissible": dismissible,
            "icon_name": TONE_ICONS[tone],
        },
    )


@register.simple_block_tag
def empty_state(content: str, title: str, icon: str = "compass", level: int = 2) -> SafeString:
    """What will stand here and how to begin: text first, then the action in `<p>` or a button."""
    return render_to_string(
        "ui/empty_state.html", {"content": content, "title": title, "icon_name": icon, "level": level}
    )


@register.simple_block_tag
def menu(content: str, label: str, icon: str = "menu") -> SafeString:
    """A `<details>` menu that works without scripts; items carry the class `drop-item`."""
    return render_to_string("ui/menu.html", {"content": content, "label": label, "icon_name": icon})


@register.simple_block_tag
def dialog(content: str, id: str, title: str) -> SafeString:
    """A modal dialog, opened by any button with `data_dialog_open=id`; its last row is the caller's."""
    return render_to_string("ui/dialog.html", {"content": content, "id": id, "title": title})


@register.simple_block_tag
def code_block(content: str, id: str, language: str = "", copy: bool = True) -> SafeString:
    """Program text with a copy button. `id` must be unique in the page."""
    return render_to_string(
        "ui/code_block.html",
        {"content": SafeString(content.strip("\n")), "id": id, "language": language, "copy": copy},
    )


@register.inclusion_tag("ui/badge.html")
def badge(text: str, tone: str = "neutral", icon: str = "") -> dict[str, Any]:
    """A word with an icon: the colour never speaks alone."""
    return {"text": text, "tone": tone, "icon_name": icon or TONE_ICONS[tone]}


@register.inclusion_tag("ui/badge.html")
def status_badge(status: str) -> dict[str, Any]:
    """The state of an interview or session, by the value stored."""
    tone, icon_name, text = STATUSES[str(status)]
    return {"text": text, "tone": tone, "icon_name": icon_name}


@register.inclusion_tag("ui/badge.html")
def verdict_badge(verdict: str) -> dict[str, Any]:
    """A test's verdict (AC, WA, TLE, MLE, OLE, RE, CE, IE), or a run's (OK of a try, STOPPED), in words."""
    tone, icon_name, text = VERDICTS[str(verdict)]
    return {"text": text, "tone": tone, "icon_name": icon_name}


@register.inclusion_tag("ui/avatar.html")
def avatar(name: str) -> dict[str, Any]:
    """The first letters of the first and last word of a name."""
    words = name.split()
    letters = words[0][:1] + (words[-1][:1] if len(words) > 1 else "") if words else "?"
    return {"letters": letters.upper()}


@register.inclusion_tag("ui/stat.html")
def stat(label: str, value: object, note: str = "", icon: str = "") -> dict[str, Any]:
    """One figure with its name; stands inside `<dl class="facts">`."""
    return {"label": label, "value": value, "note": note, "icon_name": icon}


@register.inclusion_tag("ui/back_link.html")
def back_link(href: str, text: str) -> dict[str, Any]:
    return {"href": href, "text": text}


@register.inclusion_tag("ui/breadcrumb.html")
def breadcrumb(*steps: str) -> dict[str, Any]:
    """Pairs of text and address, then the page's own text: `{% breadcrumb "A" "/a/" "This page" %}`."""
    return {"links": list(zip(steps[0:-1:2], steps[1:-1:2], strict=True)), "here": steps[-1]}


@register.inclusion_tag("ui/skeleton.html")
def skeleton(lines: int = 3) -> dict[str, Any]:
    """Grey lines where text is on its way."""
    return {"lines": range(lines)}


@register.inclusion_tag("ui/tabs.html")
def tabs(label: str, *panels: str) -> dict[str, Any]:
    """Pairs of text and the id of a section in the page; without scripts they are links to them."""
    return {"label": label, "tabs": list(zip(panels[0::2], panels[1::2], strict=True))}
