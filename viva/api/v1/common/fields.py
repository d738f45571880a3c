"""Fields that take what the description says they take and nothing like it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from viva.accounts.lines import tidy_line


class TextField(serializers.CharField):
    """A text: the framework's own would take a number for one."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data))


class LineField(TextField):
    """One line as people write it, tidied before its length is looked at."""

    def to_internal_value(self, data: Any) -> str:
        return tidy_line(super().to_internal_value(data))


class FlagField(serializers.BooleanField):
    """`true` or `false`, not what reads like one."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data


class NumberField(serializers.FloatField):
    """A number; the framework's own would take `true` and "5" for one."""

    def to_internal_value(self, data: Any) -> float:
        if isinstance(data, bool) or not isinstance(data, int | float):
            self.fail("invalid")
        return float(super().to_internal_value(data))
