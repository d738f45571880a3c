"""The interviewer's words by the model, and whether they may be said."""

from __future__ import annotations

import asyncio
import re

from viva.ai.engines.base import Heard, Mode, Move, SayRequest
from viva.ai.engines.llm.asking import Call
from viva.ai.engines.llm.client import Ask, Message
from viva.ai.engines.llm.failures import Cause, ModelFailure
from viva.ai.engines.llm.fencing import fence
from viva.ai.engines.llm.history import write_history
from viva.ai.engines.llm.moves import Worded, behind
from viva.ai.engines.llm.prompts import load_prompt

TEMPERATURE = 0.7
MOST_TOKENS = 160
MOST_LETTERS = 900
"""A reply longer than this is broken off, and not said."""
LANGUAGES = {"en": "English"}

REFUSAL = re.compile(
    r"^\W*(?:i(?:'|’)?m sorry,? but|i am sorry,? but|sorry,? (?:but )?i can|"
    r"i can(?:'|’|no)?t (?:help|assist|continue|do)|as an ai\b|i(?:'|’)m unable to|i am unable to)",
    re.IGNORECASE,
)
_GRADING = re.compile(r"\d\s*(?:/|out of)\s*10|\d\s*%|\bpoints?\b|\bscore[sd]?\b|\bgrade[sd]?\b", re.IGNORECASE)
_VERDICT = re.compile(
    r"\b(?:in)?correct(?:ly)?\b|\bright\b|\bwrong\b|\bexact(?:ly)?\b|\bperfect|\bexcellent|\bwell done\b|"
    r"\b(?:great|good|strong|solid|nice|bad|poor|weak) (?:answer|job|work|point|explanation)\b|\bspot on\b",
    re.IGNORECASE,
)
_FAREWELL = re.compile(r"\bgood ?bye\b|\bfarewell\b", re.IGNORECASE)
_SPEAKER = re.compile(r"^\s*(?:interviewer|viva|assistant)\s*:\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"[^.!?…]*[.!?…]+[\"'”’)]*\s*|[^.!?…]+$")


async def word(
    call: Call, request: SayRequest, move: Worded, *, most_history: int, heard: Heard | None = None
) -> str:
    """The line: the model's words, and behind them what has to stand there to the letter.

    Raises ModelFailure where it says nothing, or nothing that may be said.
    """
    # In a thread: reading a long conversation takes longer than rooms may wait for the loop.
    messages = await asyncio.to_thread(prompt_of, request, move, most_history=most_history)
    ask = Ask(
        messages=messages,
        max_tokens=MOST_TOKENS,
        temperature=TEMPERATURE,
        seed=seed_of(request),
        most_letters=MOST_LETTERS,
    )
    reply = await call.ask(ask, heard=heard)
    said = fit_to_say(reply.text, request, move, is_cut=reply.finish == "length")
    rest = behind(move, request)
    if rest and heard:
        await heard(f"\n\n{rest}")
    return f"{said}\n\n{rest}" if rest else said


def seed_of(request: SayRequest) -> int:
    return (request.seed * 1_000 + request.turn) % 2**31


def prompt_of(request: SayRequest, move: Worded, *, most_history: int) -> tuple[Message, ...]:
    """What changes least stands first: the rules, the interview, the conversation, and last what happens next."""
    told = {name: request.slots.get(name, "") for name in move.told}
    known = "\n".join(
        f"{name}: {value}" for name, value in told.items() if value and name not in {"order", "rung"}
    )
    setting = f'Mode: "{request.mode}". Language: {LANGUAGES.get(request.locale, "English")}.'
    if request.role:
        setting += "\n" + fence("role", request.role)
    conversation = write_history(request.history, most=most_history)
    task = move.task.format(**{**dict.fromkeys(("order", "total", "rung", "rungs"), ""), **told})
    parts = (
        setting,
        f"The conversation so far:\n{conversation}" if conversation else "Nothing has been said yet.",
        fence("facts", known) if known and request.move is Move.GREET else "",
        f"What happens next: {task}",
    )
    return (
        Message("system", load_prompt("say").text),
        Message("user", "\n\n".join(part for part in parts if part)),
    )


def fit_to_say(text: str, request: SayRequest, move: Worded, *, is_cut: bool = False) -> str:
    """The words without what does not belong there. Raises ModelFailure if nothing is left or it breaks a rule."""
    said = _SPEAKER.sub("", text.strip()).strip("\"“”„' \n")
    if REFUSAL.search(said):
        raise ModelFailure(Cause.REFUSED)
    sentences = [found.group() for found in _SENTENCE.finditer(" ".join(said.split()))]
    if is_cut and sentences and not sentences[-1].rstrip("\"'”’) ").endswith((".", "!", "?", "…")):
        sentences.pop()
    if move.behind or request.move in {Move.ACKNOWLEDGE, Move.CLOSE, Move.DONT_KNOW, Move.SKIP}:
        sentences = [each for each in sentences if "?" not in each]
    said = "".join(sentences).strip()
    if not said or _breaks_a_rule(said, request):
        raise ModelFailure(Cause.UNFIT)
    return said


def _breaks_a_rule(said: str, request: SayRequest) -> bool:
    if _GRADING.search(said) or ("<" in said and ">" in said):
        return True
    if request.mode is Mode.REAL and _VERDICT.search(said):
        return True
    if request.move is Move.CLOSE:
        return not _FAREWELL.search(said)
    if request.move is Move.GREET:
        return any(request.slots.get(name, "") not in said for name in ("minutes", "total"))
    return bool(_FAREWELL.search(said))
