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
