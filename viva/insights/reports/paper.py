"""The sheet that reports are written on: A4, one family of type, any text in whatever letters it has."""

from __future__ import annotations

import functools
import logging
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _
from fontTools.ttLib import TTFont
from fpdf import FPDF
from fpdf.enums import XPos, YPos

from viva.insights.reports.letters import printable

_FONTS = Path(__file__).with_name("fonts")
_FAMILY = "Inter"
_MARGIN, _LINE = 18, 1.45  # mm; lines are 1.45 times as high as the type
_POINT = 0.3528  # mm
INK, MUTED, RULE = (24, 24, 27), (90, 90, 98), (212, 212, 216)

# It tells of every glyph it keeps.
logging.getLogger("fontTools").setLevel(logging.WARNING)


@functools.cache
def _letters() -> frozenset[int]:
    """What both weights can print; they are made from the same parts."""
    with TTFont(_FONTS / "Inter-Regular.ttf", lazy=True) as font:
        return frozenset(font.getBestCmap())


def _has(letter: str) -> bool:
    return ord(letter) in _letters()


class Paper(FPDF):
    """Written from top to bottom; every text goes through `printable` and is cut where it would fill pages."""

    def __init__(self, *, title: str, made_at: datetime) -> None:
        super().__init__(format="A4")
        for style, name in (("", "Regular"), ("B", "Bold")):
            self.add_font(_FAMILY, style, _FONTS / f"Inter-{name}.ttf")
        self.set_margins(_MARGIN, _MARGIN, _MARGIN)
        self.set_auto_page_break(True, margin=_MARGIN + 6)
        self._foot = self._clean(title)[:90]
        self.set_title(self._foot)
        self.set_creator("Viva")
        self.set_creation_date(made_at)
        self.add_page()

    def footer(self) -> None:
        """Called by the library at the end of each page."""
        self.set_y(-_MARGIN)
        self._type(8, color=MUTED)
        self.cell(self.epw - 20, 5, self._foot)
        self.cell(20, 5, f"{self.page_no()}", align="R")

    def heading(self, text: str, *, size: float = 13) -> None:
        """Kept with what follows it: a heading is never the last line of a page."""
        if self.will_page_break(30):
            self.add_page()
        self.ln(3)
        self._write(text, size=size, bold=True)
        self.ln(1)

    def text_block(self, text: str, *, size: float = 9.5, bold: bool = False, most: int = 6_000) -> None:
        self._write(_cut(text, most), size=size, bold=bold)

    def note(self, text: str) -> None:
        self._write(_cut(text, 2_000), size=8.5, color=MUTED)

    def fact(self, label: str, value: str) -> None:
        """A label and its value in one line, or as many as the value needs."""
        if not value:
            return
        self._type(9, color=MUTED)
        height = 9 * _POINT * _LINE
        if self.will_page_break(height):
            self.add_page()
        top = self.get_y()
        self.multi_cell(42, height, self._clean(label), align="L", new_x=XPos.RIGHT, new_y=YPos.TOP)
        self._type(9)
        self.set_xy(_MARGIN + 44, top)
        self.multi_cell(self.epw - 44, height, self._clean(_cut(value, 1_000)), align="L", new_x=XPos.LMARGIN)

    def point(self, mark: str, text: str) -> None:
        """One line of a list, hung behind its mark."""
        self._type(9)
        self.set_x(_MARGIN + 2)
        height = 9 * _POINT * _LINE
        text = self._clean(f"{mark} {_cut(text, 1_500)}")
        self.multi_cell(self.epw - 2, height, text, align="L", new_x=XPos.LMARGIN)

    def rule(self) -> None:
        self.ln(2)
        self.set_draw_color(*RULE)
        self.line(_MARGIN, self.get_y(), _MARGIN + self.epw, self.get_y())
        self.ln(2)

    def bytes(self) -> bytes:
        return bytes(self.output())

    def _write(self, text: str, *, size: float, bold: bool = False, color: tuple[int, int, int] = INK) -> None:
        self._type(size, bold=bold, color=color)
        self.multi_cell(self.epw, size * _POINT * _LINE, self._clean(text), align="L", new_x=XPos.LMARGIN)

    def _type(self, size: float, *, bold: bool = False, color: tuple[int, int, int] = INK) -> None:
        self.set_font(_FAMILY, "B" if bold else "", size)
        self.set_text_color(*color)

    def _clean(self, text: str) -> str:
        return printable(text, has=_has)


def _cut(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return text[:most] + "… " + _("(the rest is in the JSON report)")
