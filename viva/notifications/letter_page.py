"""One look for every letter: the words of a kind come in, text and branded HTML go out, the link's place in both.

What people wrote (names, titles, reasons) is data: made one line or paragraphs, escaped, and never a link's place.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from django.template.loader import render_to_string

from viva.accounts.models import Company
from viva.notifications.mailing import LINK_PLACE, LOGO_ID

USUAL_COLOUR = "#15803d"
_DARK, _LIGHT = "#111827", "#ffffff"


@dataclass(frozen=True, slots=True)
class Words:
    """A letter from "Hello" to its close. `details` are pairs of a label and a value.

    With a `link_label` the secret link stands last among them, and as a button that says `action`.
    """

    heading: str
    name: str
    opening: tuple[str, ...]
    details_title: str = ""
    details: tuple[tuple[str, str], ...] = ()
    link_label: str = ""
    action: str = ""
    after: tuple[str, ...] = ()
    list_title: str = ""
    items: tuple[str, ...] = ()
    last: tuple[str, ...] = ()
    closing: str = ""


@dataclass(frozen=True, slots=True)
class Brand:
    """`ink` is black or white, whichever reads better on `colour`: at least 4.5 to 1 on any."""

    name: str = ""
    colour: str = USUAL_COLOUR
    ink: str = _LIGHT
    logo: str = ""


def brand_of(company: Company | None) -> Brand:
    if company is None:
        return Brand("Viva", ink=ink_on(USUAL_COLOUR))
    return Brand(one_line(company.name), company.colour, ink_on(company.colour), company.logo.name or "")


def write_letter(words: Words, brand: Brand) -> tuple[str, str]:
    """(text, HTML)."""
    context = {"words": words, "brand": brand, "link": LINK_PLACE, "logo_id": LOGO_ID}
    text = render_to_string("notifications/mail/letter.txt", context)
    html = render_to_string("notifications/mail/letter.html", context)
    return text.strip() + "\n", html


def one_line(text: str) -> str:
    """Without line breaks, control characters and the link's place: fit for a header, and for a line."""
    return " ".join(_visible(text).split())


def paragraph(text: str) -> str:
    """The same, lines kept."""
    lines = (" ".join(_visible(line).split()) for line in text.splitlines())
    return "\n".join(lines).strip()


def ink_on(colour: str) -> str:
    """The text colour for a background of #RRGGBB, by the contrast of WCAG 2."""
    light = _luminance(colour)
    on_white, on_dark = 1.05 / (light + 0.05), (light + 0.05) / (_luminance(_DARK) + 0.05)
    if max(on_white, on_dark) < 4.5:  # a middle grey: only pure black is dark enough
        return "#000000"
    return _LIGHT if on_white >= on_dark else _DARK


def _visible(text: str) -> str:
    kept = (" " if char.isspace() else char for char in text if char.isspace() or not _is_control(char))
    return "".join(kept).replace(LINK_PLACE, "")


def _is_control(char: str) -> bool:
    """Control characters and halves of surrogate pairs, which cannot be sent; joiners and marks are writing."""
    return unicodedata.category(char) in {"Cc", "Cs"}


def _luminance(colour: str) -> float:
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
