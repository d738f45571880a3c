"""The conversation so far, within a length: what does not fit is told in short, never left out silently."""

from __future__ import annotations

from collections.abc import Sequence

from viva.ai.engines.base import Line
from viva.ai.engines.llm.fencing import fence, without_instructions

LONGEST_LINE = 3_000
IN_SHORT = 90
MOST_IN_SHORT = 3_000


def write_history(history: Sequence[Line], *, most: int) -> str:
    """The last lines whole, as many as fit into `most` characters; before them the earlier ones in short."""
    whole: list[str] = []
    length = 0
    for line in reversed(history):
        written = _written(line)
        if whole and length + len(written) > most:  # the last line is always there
            break
        whole.insert(0, written)
        length += len(written)
    earlier = _in_short(history[: len(history) - len(whole)])
    return "\n".join(part for part in (earlier, *whole) if part)


def _written(line: Line) -> str:
    if line.speaker != "candidate":
        return f"{line.speaker}: {_clipped(line.text, LONGEST_LINE)}"
    return fence("candidate", _clipped(without_instructions(line.text), LONGEST_LINE))


def _clipped(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    return f"{text[:most]} [… {len(text) - most} characters more, left out here]"


def _in_short(lines: Sequence[Line]) -> str:
    """How each began and how long it was; of very many, how many came before those that are told."""
    told: list[str] = []
    length = 0
    for line in reversed(lines):
        words = " ".join(without_instructions(line.text).split())
        brief = f"- {line.speaker}, {len(words.split())} words: {words[:IN_SHORT]}{'…' * (len(words) > IN_SHORT)}"
        if length + len(brief) > MOST_IN_SHORT:
            break
        told.insert(0, brief)
        length += len(brief)
    if not lines:
        return ""
    before = len(lines) - len(told)
    head = f"Earlier in the conversation, in short ({len(lines)} lines"
    head += f", the first {before} of which are not told):" if before else "):"
    return fence("earlier", "\n".join((head, *told)))
