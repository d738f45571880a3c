"""Inputs of any size, by which the growth of a solution's time is measured.

    growth:
      sizes: [500, 1000, 2000, 4000]   # each about twice the one before; the reference is quick at the largest
      args: [{$range: [0, {$n: [1, 0]}]}, {$n: [2, -3]}]

`{$n: [a, b]}` stands for a times the size plus b, anywhere in a generated value of `viva.ai.bank.values`.
"""

from __future__ import annotations

from typing import Any

from viva.ai.bank.values import expand
from viva.ai.types import GrowthInputs


def arguments_at(growth: GrowthInputs, size: int) -> tuple[Any, ...]:
    """The arguments at this size. Raises ValueError for a malformed or too large form."""
    return tuple(expand(_at(form, size)) for form in growth.args)


def _at(form: Any, size: int) -> Any:
    match form:
        case {"$n": [int(factor), int(offset)], **rest} if not rest:
            return factor * size + offset
        case dict():
            return {key: _at(item, size) for key, item in form.items()}
        case list() | tuple():
            return [_at(item, size) for item in form]
    return form
