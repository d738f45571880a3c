"""What people wrote, put between marks that they cannot write themselves: it is data, never an instruction."""

from __future__ import annotations

from hashlib import sha256

from viva.ai.grading.injection import is_instruction, make_visible, strip_blocks
from viva.ai.grading.segments import split_segments


def fence(what: str, text: str) -> str:
    """`text` between marks drawn from itself: the same text, the same prompt; and no text can hold its own, which
    is one of 2**128."""
    mark = sha256(text.encode("utf-8", "replace")).hexdigest()[:32]
    return f"<{what} {mark}>\n{text}\n</{what} {mark}>"


def without_instructions(text: str) -> str:
    """`text` as it is, or, where some of it speaks to whoever judges, the sentences that do not.

    As the embedded grader reads it: invisible characters, role tags and encoded text go too.
    """
    visible = make_visible(text)
    stripped, suspicious = strip_blocks(visible)
    segments = split_segments([stripped])
    honest = [segment.text for segment in segments if not is_instruction(segment.text)]
    if len(honest) == len(segments) and not suspicious:
        return visible if visible.strip() else text
    return "\n".join(honest)
