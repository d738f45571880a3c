"""The code runner's status for the page. What it does not tell is left out: other versions tell less."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_TIERS: dict[str, tuple[str | Promise, str | Promise]] = {
    "bubblewrap": (
        "Bubblewrap",
        _(
            "The program bwrap, and a kernel that lets an ordinary user make namespaces. In a container this "
            "needs settings of its own; docs/sandbox.md has them."
        ),
    ),
    "landlock": ("Landlock", _("Linux 6.12 or newer with Landlock switched on. No program and no privilege.")),
    "remote": (
        _("Another machine"),
        _("A go-judge or Piston elsewhere, named by VIVA_JUDGE_URL and VIVA_JUDGE_KIND."),
    ),
}
_FIGURES = (
    ("seats", _("Judged at once")),
    ("boxes", _("Boxes ready")),
    ("waiting", _("Waiting")),
    ("judged", _("Judged since it started")),
)
_TITLES = {"python": "Python"}  # of a runner that does not tell its languages: it knows this one


@dataclass(frozen=True, slots=True)
class Tier:
    """`state`: used, usable, unusable, unset (nobody has named one) or untold."""

    title: str | Promise
    needs: str | Promise
    state: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Language:
    name: str
    title: str
    version: str = ""
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """`tier` in words, "" where nothing runs code. `figures`: pairs of label and number."""

    safe: bool
    tier: str
    reason: str
    setting: str
    why_not_local: str
    tiers: list[Tier]
    languages: list[Language]
    missing: list[Language]
    figures: list[tuple[str | Promise, int]] = field(default_factory=list)

    @property
    def names(self) -> list[str]:
        return [language.name for language in self.languages] or list(_TITLES)


def read(status: dict[str, Any]) -> Shown:
    safe = bool(status.get("safe"))
    return Shown(
        safe=safe,
        tier=str(status.get("tier") or ""),
        reason=str(status.get("reason") or ""),
        setting=str(status.get("setting") or ""),
        why_not_local=str(status.get("why_not_local") or ""),
        tiers=_tiers(status),
        languages=[_language(told) for told in status.get("languages") or ()],
        missing=[_language(told) for told in status.get("missing") or ()],
        figures=[(label, int(status[key])) for key, label in _FIGURES if status.get(key) is not None],
    )


def _language(told: dict[str, Any]) -> Language:
    name = str(told.get("name", ""))
    title = str(told.get("title") or name.capitalize())
    return Language(name, title, str(told.get("version") or ""), str(told.get("needs") or ""))


def _tiers(status: dict[str, Any]) -> list[Tier]:
    told = {str(tier.get("name")): tier for tier in status.get("tiers") or ()}
    return [_tier(name, told.get(name), status) for name in _TIERS]


def _tier(name: str, told: dict[str, Any] | None, status: dict[str, Any]) -> Tier:
    title, needs = _TIERS[name]
    if status.get("safe") and str(status.get("tier")).startswith(name):
        return Tier(title, needs, "used")
    if name == "remote":
        return Tier(title, needs, "usable" if status.get("remote_set") else "unset")
    if told is None:
        return Tier(title, needs, "untold")
    usable = bool(told.get("usable"))
    return Tier(title, needs, "usable" if usable else "unusable", "" if usable else str(told.get("reason") or ""))
