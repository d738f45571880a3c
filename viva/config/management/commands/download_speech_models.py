"""`manage.py download_speech_models`: fetches the model of faster-whisper."""

from __future__ import annotations

import importlib
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

MISSING = (
    "faster-whisper is not installed. Install it first:\n"
    "  .venv/bin/python -m pip install --require-hashes -r requirements/whisper.txt"
)


class Command(BaseCommand):
    help = "Downloads the speech model that VIVA_WHISPER_MODEL names (tiny.en, base.en, small.en, …)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--model", default=settings.VIVA_WHISPER_MODEL)

    def handle(self, *args: Any, **options: Any) -> None:
        model = str(options["model"])
        target = Path(settings.SPEECH_MODELS) / model
        if (target / "model.bin").is_file():
            self.stdout.write(f"{model} is here already, in {target}.")
            return
        self._download(model, target)
        self.stdout.write(f"{model} is in {target}. It is used from the next start of the server on.")

    def _download(self, model: str, target: Path) -> None:
        """Whole or not there: into a folder beside, which then takes its place."""
        try:
            whisper = importlib.import_module("faster_whisper")
        except ImportError:
            raise CommandError(MISSING) from None
        if model not in whisper.available_models():
            raise CommandError(f"There is no model {model!r}: {', '.join(whisper.available_models())}.")
        fresh = target.with_name(f"{target.name}.part")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        try:
            whisper.download_model(model, output_dir=str(fresh))
        except Exception as error:
            raise CommandError(f"The model could not be downloaded ({type(error).__name__}: {error}).") from error
        shutil.rmtree(target, ignore_errors=True)
        fresh.rename(target)
