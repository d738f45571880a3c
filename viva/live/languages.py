"""The languages that code can be written in here: what a problem is set in, as far as the judge can run it."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from viva.accounts.models import CodingLanguage
from viva.ai.bank.starters import starters_of
from viva.ai.types import Problem
from viva.live.models import InterviewSession
from viva.live.providers import get_judge

log = logging.getLogger(__name__)

TITLES = {language.value: str(language.label) for language in CodingLanguage}
FIRST = CodingLanguage.PYTHON.value
FRESH_SECONDS = 30.0
ASK_SECONDS = 5.0
NOT_INSTALLED = _("its tools are not installed on this server")


@dataclass(frozen=True, slots=True)
class CodeLanguage:
    name: str
    title: str
    version: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """A language of one problem, with the code to begin with."""

    name: str
    title: str
    starter: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A language that cannot be offered here, and why; for administrators."""

    title: str
    reason: str


PYTHON = CodeLanguage(FIRST, TITLES[FIRST])


class Known:
    """What the judge last said it has, for this process. Until it has said so, and where it cannot: Python."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        self.languages: tuple[CodeLanguage, ...] = (PYTHON,)
        self.reasons: dict[str, str] = {}
        self._asked_at = float("-inf")

    def can(self, name: str) -> bool:
        return any(language.name == name for language in self.languages)

    async def refresh(self) -> None:
        """Ask the judge unless it was asked just now. One that does not answer leaves what is known as it is."""
        if time.monotonic() - self._asked_at < FRESH_SECONDS:
            return
        self._asked_at = time.monotonic()
        ask = getattr(get_judge(), "status", None)
        if ask is None:
            return
        try:
            self._take(await asyncio.wait_for(ask(), ASK_SECONDS))
        except Exception as error:
            log.warning("the code runner did not say which languages it has (%s)", type(error).__name__)
            self._asked_at = float("-inf")

    def _take(self, status: dict[str, Any]) -> None:
        found = {each["name"]: each for each in status.get("languages", ())}
        self.reasons = {each["name"]: str(each.get("reason", "")) for each in status.get("missing", ())}
        self.languages = tuple(
            CodeLanguage(name, title, str(found[name].get("version", "")))
            for name, title in TITLES.items()
            if name in found
        ) or (PYTHON,)


known = Known()


def missing_languages() -> list[Missing]:
    """Those that this installation cannot judge."""
    return [
        Missing(title, known.reasons.get(name) or str(NOT_INSTALLED))
        for name, title in TITLES.items()
        if not known.can(name)
    ]


def offers(problem: Problem, *, also: Iterable[str] = ()) -> list[Offer]:
    """What the candidate may choose from; `also`: what they chose before stays, whatever the judge says now."""
    kept = set(also)
    return [
        Offer(name, TITLES.get(name, name), starter)
        for name, starter in starters_of(problem).items()
        if known.can(name) or name in kept
    ]


def chosen_language(session: InterviewSession, problem: Problem, *, question_id: int) -> str:
    """What the candidate chose, else the interview's language where the problem can be solved in it here, else the
    first that it can. Read the session with its interview."""
    if chosen := session.languages.get(str(question_id)):
        return str(chosen)
    preferred = session.interview.coding_language
    names = [offer.name for offer in offers(problem)]
    return preferred if preferred in names else next(iter(names), preferred)


def is_set_in(problem: Problem, language: str) -> bool:
    return language in starters_of(problem)
