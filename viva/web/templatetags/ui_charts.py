"""Scores drawn on the server: `{% load ui_charts %}`. A score is 0-100, or None: not assessed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import template
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from viva.insights.figures import whole

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

register = template.Library()

STRONG = 75
FAIR = 50
RINGS = {"sm": (44, 9, "text-sm"), "md": (64, 8, "text-lg"), "lg": (120, 8, "text-2xl")}


def band(score: float | None) -> tuple[str, StrOrPromise]:
    """Tone and word of a score 0-100: strong from 75, getting there from 50."""
    if score is None:
        return "neutral", _("Not assessed")
    score = whole(score)
    if score >= STRONG:
        return "success", _("Strong")
    if score >= FAIR:
        return "warning", _("Getting there")
    return "error", _("Needs work")


@register.filter
def score_word(score: float | None) -> str:
    """The band of a score in words, for use beside a ring."""
    return str(band(score)[1])


@register.filter
def score_tone(score: float | None) -> str:
    return band(score)[0]


@register.filter
def kilobytes(amount: float) -> str:
    """A test's memory, given in KiB, in MB from 1 MB on."""
    return f"{amount / 1024:.1f} MB" if amount >= 1024 else f"{amount:.0f} KB"


@register.inclusion_tag("ui/score_ring.html")
def score_ring(score: float | None, size: str = "md", label: str = "") -> dict[str, Any]:
    """A ring filled to the score, dashed when not assessed; read out with its word. `size`: sm, md, lg."""
    pixels, stroke, text_class = RINGS[size]
    tone, word = band(score)
    shown = None if score is None else whole(score)
    spoken = (
        str(word)
        if shown is None
        else gettext("%(score)s out of 100, %(word)s")
        % {
            "score": shown,
            "word": word,
        }
    )
    return {
        "score": shown,
        "size": pixels,
        "stroke": stroke,
        "radius": 50 - stroke / 2,
        "text_class": text_class,
        "tone": tone,
        "label": f"{label or gettext('Score')}: {spoken}",
    }


@register.inclusion_tag("ui/bar.html")
def bar(
    label: str, score: float | None, out_of: int = 100, note: str = "", href: str = "", link_text: str = ""
) -> dict[str, Any]:
    """A named bar; `score` is 0 to `out_of`, or None. A line below holds the note and a link about it."""
    percent = None if score is None else max(0, min(100, whole(100 * score / out_of)))
    return {
        "label": label,
        "score": None if score is None else whole(score),
        "out_of": out_of,
        "percent": percent,
        "note": note,
        "href": href,
        "link_text": link_text,
        "tone": band(percent)[0],
    }


@dataclass(frozen=True)
class Frame:
    """The drawing area of a chart, in the SVG's own units."""

    width: int
    height: int
    left: int = 36
    right_gap: int = 16
    top: int = 20
    bottom: int = 32

    @property
    def right(self) -> int:
        return self.width - self.right_gap

    def x(self, index: int, count: int) -> float:
        if count == 1:
            return (self.left + self.right) / 2
        return round(self.left + 8 + (self.right - self.left - 16) * index / (count - 1), 1)

    def y(self, score: float) -> float:
        return round(self.height - self.bottom - (self.height - self.top - self.bottom) * score / 100, 1)


FRAMES = {"wide": Frame(720, 220), "narrow": Frame(330, 200)}
MOST_LABELS = {"wide": 8, "narrow": 3}
NARROW = {"wide": "max-sm:hidden lg:hidden", "narrow": "sm:max-lg:hidden"}
BY_SCREEN = {"wide": "max-sm:hidden", "narrow": "sm:hidden"}


def line_path(corners: Sequence[tuple[float, float]]) -> str:
    return "M" + " L".join(f"{x} {y}" for x, y in corners)


def _labelled(count: int, most: int) -> set[int]:
    """Which points get a label on the axis: the last always, the others evenly, `most` at most."""
    step = max(1, -(-count // most))
    return {index for index in range(count) if (count - 1 - index) % step == 0}


def _drawing(frame: Frame, points: Sequence[tuple[str, float]], most: int) -> dict[str, Any]:
    count = len(points)
    corners = [(frame.x(index, count), frame.y(value)) for index, (_label, value) in enumerate(points)]
    floor = frame.y(0)
    shown = _labelled(count, most)
    dots = [
        {
            "x": x,
            "y": y,
            "label": label,
            "value": whole(value),
            "shown": index in shown,
            "anchor": "middle" if 0 < index < count - 1 or count == 1 else "start" if index == 0 else "end",
            "now_y": round(y - 12 if y > frame.top + 4 else y + 22, 1),
        }
        for index, ((x, y), (label, value)) in enumerate(zip(corners, points, strict=True))
    ]
    area = f"{line_path(corners)} L{corners[-1][0]} {floor} L{corners[0][0]} {floor}Z" if count > 1 else ""
    ticks = [
        {"y": frame.y(value), "text_y": frame.y(value) + 4, "x": frame.left - 8, "value": value}
        for value in (0, 50, 100)
    ]
    return {
        "frame": frame,
        "path": line_path(corners),
        "area": area,
        "points": dots,
        "ticks": ticks,
        "label_y": frame.height - 8,
    }


@register.inclusion_tag("ui/line_chart.html")
def line_chart(
    points: Iterable[tuple[str, float | None]],
    title: str,
    label_heading: str,
    value_heading: str,
    narrow: bool = False,
) -> dict[str, Any]:
    """Scores in time, oldest first, as pairs of label and score; those not assessed are left out of the line
    and stand in the table. `narrow`: for a column that is small on wide screens too."""
    rows = list(points)
    drawn = [(str(label), float(value)) for label, value in rows if value is not None]
    if not drawn:
        return {"drawings": [], "rows": rows, "title": title}
    description = gettext("From %(first)d to %(last)d over %(count)d interviews.") % {
        "first": whole(drawn[0][1]),
        "last": whole(drawn[-1][1]),
        "count": len(drawn),
    }
    return {
        "title": title,
        "description": description,
        "label_heading": label_heading,
        "value_heading": value_heading,
        "rows": rows,
        "drawings": [
            {"class": shown, **_drawing(FRAMES[name], drawn, MOST_LABELS[name])}
            for name, shown in (NARROW if narrow else BY_SCREEN).items()
        ],
    }


@register.inclusion_tag("ui/sparkline.html")
def sparkline(scores: Iterable[float], title: str) -> dict[str, Any]:
    """A small line of scores, 96 by 24 pixels; `title` says in words what it shows."""
    frame = Frame(96, 24, left=-6, right_gap=-6, top=3, bottom=3)
    values = list(scores)
    corners = [(frame.x(index, len(values)), frame.y(value)) for index, value in enumerate(values)]
    return {"width": frame.width, "height": frame.height, "title": title, "path": line_path(corners)}
