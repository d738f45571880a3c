"""Questions written by the model, in the places of the bank's; code problems and a company's own stay."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from pydantic import ValidationError

from viva.ai.bank.own import read_own
from viva.ai.bank.words import content_words, jaccard
from viva.ai.engines.base import PlanRequest
from viva.ai.engines.llm.asking import Call
from viva.ai.engines.llm.client import Ask, Message
from viva.ai.engines.llm.failures import Cause, ModelFailure
from viva.ai.engines.llm.fencing import fence, without_instructions
from viva.ai.engines.llm.prompts import load_prompt
from viva.ai.engines.llm.shapes import Drafted, Questions
from viva.ai.engines.llm.structured import ask_for
from viva.ai.types import Question

TEMPERATURE = 0.8
TOKENS_EACH, MOST_LETTERS = 700, 60_000
MOST_ASKED, LONGEST_DESCRIPTION = 40, 6_000
ALIKE = 0.6
"""Share of common words from which two questions are the same one."""


async def write_questions(call: Call, request: PlanRequest, chosen: Sequence[Question]) -> tuple[Question, ...]:
    """`chosen`, with as many of its spoken questions as came of use replaced by written ones of the same length.

    Raises ModelFailure where none came of use.
    """
    places = [index for index, question in enumerate(chosen) if _replaceable(question)]
    if not places:
        return tuple(chosen)
    ask = Ask(
        messages=prompt_of(request, [chosen[index] for index in places]),
        max_tokens=TOKENS_EACH * len(places),
        temperature=TEMPERATURE,
        seed=request.seed % 2**31,
        most_letters=MOST_LETTERS,
    )
    drafts = await ask_for(call, ask, Questions)
    kept = [question for place, question in enumerate(chosen) if place not in places]
    written = _usable(drafts.questions, request, [each.text for each in kept])
    if not written:
        raise ModelFailure(Cause.UNFIT)
    planned = list(chosen)
    for index, question in zip(places, written, strict=False):
        planned[index] = replace(question, kind=chosen[index].kind, minutes=chosen[index].minutes)
    return tuple(planned)


def is_written(question: Question) -> bool:
    return question.id.startswith("llm-")


def _replaceable(question: Question) -> bool:
    """Not what has tests, which want running first, nor what a company chose to ask."""
    return question.problem is None and "/" not in question.id


def prompt_of(request: PlanRequest, places: Sequence[Question]) -> tuple[Message, ...]:
    asked = [
        f"Write {len(places)} questions.",
        f"Kind: {request.kind}. Difficulty: {request.difficulty}. Level: {request.level or 'not known'}.",
        f"Minutes for each, in order: {', '.join(str(each.minutes) for each in places)}.",
        fence("role", request.role),
    ]
    if request.skills:
        asked.append(fence("skills", ", ".join(request.skills)))
    if request.job_description.strip():
        description = without_instructions(request.job_description)[:LONGEST_DESCRIPTION]
        asked.append(fence("job_description", description))
    if request.asked_texts:
        before = "\n".join(f"- {text}" for text in request.asked_texts[-MOST_ASKED:])
        asked.append(f"Asked before, not to be asked again:\n{fence('asked', before)}")
    return (Message("system", load_prompt("plan").text), Message("user", "\n\n".join(asked)))


def _usable(drafts: Sequence[Drafted], request: PlanRequest, beside: Sequence[str]) -> list[Question]:
    """Those that hold together and were not asked yet."""
    found: list[Question] = []
    known = [*request.asked_texts, *beside]
    for draft in drafts:
        question = _read(draft, request)
        if question and not any(_is_alike(question.text, text) for text in known):
            found.append(question)
            known.append(question.text)
    return found


def _read(draft: Drafted, request: PlanRequest) -> Question | None:
    """By the same rules as a company's own question."""
    raw = draft.model_dump() | {"kind": "technical", "difficulty": request.difficulty.value}
    ids = {point.id for point in draft.key_points}
    raw["follow_ups"] = [each for each in raw["follow_ups"] if each["key_point"] in ids]
    raw["key_points"] = [point | {"weight": min(max(point["weight"], 0.5), 2.0)} for point in raw["key_points"]]
    try:
        question = read_own(raw)
    except ValidationError:
        return None
    if not question.key_points or ("?" not in question.text and len(question.text.split()) < 4):
        return None
    return replace(question, id=f"llm-{sha256(question.text.encode()).hexdigest()[:16]}")


def _is_alike(text: str, other: str) -> bool:
    return jaccard(content_words(text), content_words(other)) >= ALIKE
