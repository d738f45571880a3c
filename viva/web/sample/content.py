"""The words of the sample data: YAML files beside this module, and the questions they name."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5
from zoneinfo import ZoneInfo

import yaml
from django.conf import settings

from viva.ai.bank.loader import load_bank
from viva.ai.codec import from_json
from viva.ai.types import Question

DATA = Path(__file__).parent / "data"
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(name: str) -> Any:
    return yaml.load((DATA / f"{name}.yaml").read_text(), Loader=_LOADER)  # noqa: S506 - both are safe loaders


@cache
def _own_questions() -> dict[str, Question]:
    return {data["id"]: from_json(Question, data) for data in read("questions")}


def question(name: str) -> Question:
    """The sample's own question, else the bank's. Raises KeyError for one that is neither's."""
    return _own_questions().get(name) or load_bank().by_id[name]


def uuid_of(key: str) -> UUID:
    """The same in every installation: by it a later load finds what an earlier one made, whatever became of it."""
    return uuid5(NAMESPACE_URL, f"https://viva.example/sample/{key}")


def scheduled_at(entry: dict[str, Any], moment: datetime) -> datetime | None:
    """The time that an entry's `scheduled` names, counted from `moment`; None without one."""
    if "scheduled" not in entry:
        return None
    day = (moment + timedelta(days=entry["scheduled"]["in_days"])).date()
    zone = ZoneInfo(settings.VIVA_DISPLAY_TIME_ZONE)
    return datetime.combine(day, time.fromisoformat(entry["scheduled"]["at"]), tzinfo=zone)
