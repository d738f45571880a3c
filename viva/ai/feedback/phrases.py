"""The sentences of the feedback, out of `phrases/<locale>.yaml`; English where a locale has none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from viva.ai.dialogue.template import Template, parse
from viva.ai.engines.base import Mode

FALLBACK = "en"

_LANGUAGE = re.compile(r"[a-z]{2,3}")


@dataclass(frozen=True, slots=True)
class Phrases:
    """Words in one mode and locale: `phrases.of("score", score="80")`."""

    mode: Mode
    locale: str = FALLBACK

    def of(self, key: str, **slots: str) -> str:
        language = _LANGUAGE.match(self.locale.casefold())
        known = load_phrases(language.group() if language else FALLBACK) or load_phrases(FALLBACK)
        template = known.get((key, self.mode)) or load_phrases(FALLBACK)[key, self.mode]
        return template.render(slots)


@cache
def load_phrases(language: str) -> dict[tuple[str, Mode], Template]:
    """Empty for a language without a file."""
    source = files("viva.ai.feedback").joinpath("phrases", f"{language}.yaml")
    if not source.is_file():
        return {}
    raw = yaml.safe_load(source.read_text(encoding="utf-8"))
    return {
        (key, mode): parse(by_mode.get(mode.value) or by_mode["both"])
        for key, by_mode in raw.items()
        for mode in Mode
    }
