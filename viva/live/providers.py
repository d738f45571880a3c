"""The one engine and the one judge of this process, made from the settings when first asked for."""

from __future__ import annotations

from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from viva.ai.engines.base import Engine
from viva.sandbox.types import Judgement, Submission, Verdict, Waiting


class Judge(Protocol):
    """Runs code against tests. Never raises for the candidate's code; IE means the runner is in trouble.

    One that can say which languages it has (`status`) is asked; any other has Python. `waiting` is told how many
    come before it.
    """

    async def judge(self, submission: Submission, *, waiting: Waiting | None = None) -> Judgement: ...


class NoJudge:
    """Outside the server there is no code runner: says so, and counts nothing."""

    async def judge(self, submission: Submission, *, waiting: Waiting | None = None) -> Judgement:
        return Judgement(Verdict.IE, message="The code runner is not running.")


class CodeRunner(Protocol):
    """What runs code for this process, as staff see it."""

    async def status(self) -> dict[str, Any]:
        """`safe`, `tier`, `reason` and more, as `viva.sandbox.service` tells them. Never raises."""


class NoCodeRunner:
    """Outside the server there is none."""

    async def status(self) -> dict[str, Any]:
        return {"safe": False, "tier": "", "reason": "The code runner is not running."}


_made: dict[str, Any] = {}


def get_engine() -> Engine:
    if "engine" not in _made:
        _made["engine"] = import_string(settings.VIVA_ENGINE)()
    engine: Engine = _made["engine"]
    return engine


def get_judge() -> Judge:
    if "judge" not in _made:
        _made["judge"] = import_string(settings.VIVA_JUDGE)()
    judge: Judge = _made["judge"]
    return judge


def get_code_runner() -> CodeRunner:
    code_runner: CodeRunner = _made.get("code_runner") or NoCodeRunner()
    return code_runner


def use(
    *, engine: Engine | None = None, judge: Judge | None = None, code_runner: CodeRunner | None = None
) -> None:
    """Put these in their place (the lifespan's and the tests' way); None takes the place's holder out."""
    for name, provider in {"engine": engine, "judge": judge, "code_runner": code_runner}.items():
        _made.pop(name, None)
        if provider is not None:
            _made[name] = provider
