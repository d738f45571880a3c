"""`manage.py check_llm`: is the language model there, what can it do, does it word and judge; or what failed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError

from viva.ai.engines.llm.config import ModelConfig
from viva.ai.types import Evaluation
from viva.live.language_model import read_config
from viva.live.trial import ANSWER, QUESTION, Trial, try_model

MODES = {
    "json_schema": "JSON by a schema",
    "json_object_schema": "JSON by a schema, as llama.cpp takes it",
    "json_object": "JSON, without a schema",
    "plain": "JSON by the prompt alone",
}


class Command(BaseCommand):
    help = (
        "Try the language model of the settings, outside any interview, and explain what failed, if anything did."
    )
    requires_system_checks: list[str] = []  # what is wrong is said here, in its place

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit status 1 where the model is not there or not fit, 2 where none is configured."""
        if not (settings.VIVA_LLM_BASE_URL and settings.VIVA_LLM_MODEL):
            raise CommandError(
                "No language model is configured: VIVA_LLM_BASE_URL and VIVA_LLM_MODEL name one. Interviews are "
                "held by the embedded engine.",
                returncode=2,
            )
        try:
            config = read_config()
        except ImproperlyConfigured as error:
            raise CommandError(str(error), returncode=2) from None
        self.stdout.write(_asked(config))
        with _told_below():
            trial = asyncio.run(try_model(config))
        if trial.found.failure:
            raise CommandError(_failed(trial))
        self.stdout.write(_told(trial))
        if trial.failures:
            raise CommandError(_failed(trial))
        self.stdout.write("It works.")


@contextmanager
def _told_below() -> Iterator[None]:
    """The engine's warnings would say the same twice."""
    logger = logging.getLogger("viva.ai.engines.llm")
    level = logger.level
    logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        logger.setLevel(level)


def _asked(config: ModelConfig) -> str:
    key = "with a key" if config.api_key else "without a key"
    return f"Asking {config.model} at {config.host}, {key} …"


def _told(trial: Trial) -> str:
    dialect = trial.found.dialect or {}
    lacking = [name for name in ("temperature", "seed") if not dialect.get(name)]
    lines = [
        f"It answers as {trial.found.model or 'no name'}; the first word after {trial.found.first_ms} ms.",
        f"It writes {MODES.get(str(dialect.get('json')), 'no JSON')}"
        + (f"; it does not take {' and '.join(lacking)}." if lacking else "."),
        f"To the answer “{ANSWER}” it says: {trial.line}",
        _judged(trial.evaluation),
        f"This took about {trial.tokens} tokens.",
    ]
    return "\n".join(lines)


def _judged(evaluation: Evaluation | None) -> str:
    if evaluation is None:
        return f"To the question “{QUESTION.text}” it gave no judgement."
    met = ", ".join(point.key_point for point in evaluation.covered) or "nothing"
    return f"Of two points to the question “{QUESTION.text}” it found met: {met} (engine: {evaluation.engine})."


def _failed(trial: Trial) -> str:
    cause = trial.found.failure or ", ".join(dict.fromkeys(trial.failures))
    status = f" (status {trial.found.status})" if trial.found.status else ""
    return f"It failed: {str(cause).replace('_', ' ')}{status}." + (f"\n{trial.remedy}" if trial.remedy else "")
