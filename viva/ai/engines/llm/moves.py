"""Which moves the model finds words for, what it is told about them, and what code sets behind its words.

The others have rules in them (time, hints off, distress, attempts to game), or have to be there at once: they
keep their written lines.
"""

from __future__ import annotations

from dataclasses import dataclass

from viva.ai.engines.base import Mode, Move, SayRequest


@dataclass(frozen=True, slots=True)
class Worded:
    """`task` tells the model what happens next; `behind` names the slots set word for word behind what it says.

    `told` are slots it may know, `in_real` whether it has this move in Real mode too; with a slot of `written` the
    written line for that case is said.
    """

    task: str
    behind: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    in_real: bool = True
    written: tuple[str, ...] = ()


WORDED: dict[Move, Worded] = {
    Move.GREET: Worded(
        "Greet the candidate by the name if there is one, say who you are, and what awaits them: the role, how "
        "many questions, how many minutes. Name the two numbers as they are. The first question follows by "
        "itself.",
        told=("name", "role", "minutes", "total"),
    ),
    Move.ASK: Worded(
        "Question {order} of {total} follows. Lead over to it in one short sentence.",
        behind=("question",),
        told=("order", "total"),
    ),
    Move.ASK_CODE: Worded(
        "A coding problem follows as question {order} of {total}; it is written in the editor at the side. "
        "Lead over to it in one short sentence.",
        behind=("title", "statement"),
        told=("order", "total"),
    ),
    Move.FOLLOW_UP: Worded(
        "A further question on the same topic follows. Take up one thing the candidate just said and lead over "
        "to it.",
        behind=("question",),
    ),
    Move.CODE_TALK: Worded(
        "The candidate's code has been tested. A question about that code follows. Lead over to it.",
        behind=("question",),
    ),
    Move.HINT: Worded(
        "The candidate asked for a hint, and it follows: hint {rung} of {rungs}. Introduce it in a few words.",
        behind=("hint",),
        told=("rung", "rungs"),
    ),
    Move.CLARIFY: Worded(
        "The candidate did not quite understand the question. It follows in plainer words. Say that you put it "
        "another way.",
        behind=("clarification",),
    ),
    Move.ACKNOWLEDGE: Worded(
        "Thank the candidate for the answer in one sentence, taking up one thing they said, without judging it. "
        "The next question follows by itself; do not ask anything.",
        in_real=False,
    ),
    Move.DONT_KNOW: Worded(
        "The candidate said that they do not know. Say that this is all right and that you go on. Do not explain.",
        written=("last",),
    ),
    Move.SKIP: Worded(
        "The candidate wants to skip this question. Agree in a few words and say that you go on.",
        written=("last",),
    ),
    Move.SMALL_TALK: Worded(
        "The candidate said something beside the question. Answer it briefly and kindly, then lead back to the "
        "question that is open, without repeating it.",
        written=("about_you",),
    ),
    Move.CLOSE: Worded(
        "The interview is over: all questions have been asked. Thank the candidate, say that the feedback is "
        "being prepared and that they can press Complete interview, and say goodbye.",
        in_real=False,
    ),
}


def worded(request: SayRequest) -> Worded | None:
    """What the model is told of the move; None for one with a written line."""
    found = WORDED.get(request.move)
    if found is None or (request.mode is Mode.REAL and not found.in_real):
        return None
    if any(request.slots.get(name) for name in found.written):
        return None
    return found if not found.behind or behind(found, request) else None


def behind(move: Worded, request: SayRequest) -> str:
    """What code sets behind the model's words, as the written lines would: a title stands out."""
    parts = []
    for name in move.behind:
        value = request.slots.get(name, "")
        parts.append(f"**{value}**" if name == "title" and value else value)
    return "\n\n".join(part for part in parts if part)
