"""The feedback on the whole interview by the model. What it praises must have been said; it has no numbers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from viva.ai.engines.base import AnsweredQuestion, ConcludeRequest, Conclusion
from viva.ai.engines.llm.asking import Call
from viva.ai.engines.llm.client import Ask, Message
from viva.ai.engines.llm.failures import Cause, ModelFailure
from viva.ai.engines.llm.fencing import fence, without_instructions
from viva.ai.engines.llm.prompts import load_prompt
from viva.ai.engines.llm.quotes import find_quote
from viva.ai.engines.llm.shapes import Feedback
from viva.ai.engines.llm.structured import ask_for
from viva.ai.engines.llm.verdict import ENGINE, without_numbers
from viva.ai.feedback.conclude import GOOD, skills_to_practise
from viva.ai.feedback.scores import points

TEMPERATURE = 0.3
MOST_TOKENS = 1_200
MOST_ANSWER = 2_500
MOST_OF_EACH = 4
RECOMMENDED = 3


async def conclude(call: Call, request: ConcludeRequest, beside: Conclusion) -> Conclusion:
    """`beside` is the embedded engine's: what the model leaves empty, or cannot bear out, is taken from it.

    Raises ModelFailure where the model's overall words are of no use.
    """
    # In threads: reading all answers takes longer than rooms may wait for the loop.
    messages = await asyncio.to_thread(prompt_of, request)
    ask = Ask(messages, max_tokens=MOST_TOKENS, temperature=TEMPERATURE, seed=len(request.answered))
    feedback = await ask_for(call, ask, Feedback)
    return await asyncio.to_thread(_concluded, feedback, request, beside, model=call.record.model)


def _concluded(feedback: Feedback, request: ConcludeRequest, beside: Conclusion, *, model: str) -> Conclusion:
    overall = without_numbers(feedback.overall_feedback)
    if len(overall.split()) < 5:
        raise ModelFailure(Cause.UNFIT)
    advice = tuple(each for text in feedback.recommendations if (each := without_numbers(text)))
    return Conclusion(
        overall_feedback=overall,
        strengths=_strengths(feedback, request.answered) or beside.strengths,
        weaknesses=_weaknesses(feedback, request.answered) or beside.weaknesses,
        recommendations=(*advice, *beside.recommendations)[: max(RECOMMENDED, min(len(advice), MOST_OF_EACH))],
        practise=skills_to_practise(request.answered),
        engine=ENGINE,
        model=model,
    )


def _strengths(feedback: Feedback, answered: Sequence[AnsweredQuestion]) -> tuple[str, ...]:
    """Those whose quote stands in an answer that was judged to be worth something, with the answer's own words."""
    said = [answer for item in answered if (points(item) or 0.0) > 0 for answer in item.answers]
    judged = [without_instructions(answer) for answer in said]
    found = []
    for each in feedback.strengths:
        quote = find_quote(each.quote, said, within=judged)
        text = without_numbers(each.text)
        if quote and text:
            found.append(f"{text.rstrip('.')} (“{quote}”).")
    return tuple(found[:MOST_OF_EACH])


def _weaknesses(feedback: Feedback, answered: Sequence[AnsweredQuestion]) -> tuple[str, ...]:
    """Those about a question that was counted and not answered well."""
    found = []
    for each in feedback.weaknesses:
        item = answered[each.question - 1] if 1 <= each.question <= len(answered) else None
        earned = points(item) if item else None
        text = without_numbers(each.text)
        if earned is not None and earned < GOOD and text:
            found.append(text)
    return tuple(found[:MOST_OF_EACH])


def prompt_of(request: ConcludeRequest) -> tuple[Message, ...]:
    setting = f"Kind: {request.kind}. Difficulty: {request.difficulty}. Mode: {request.mode}."
    items = [_told(number, item) for number, item in enumerate(request.answered, start=1)]
    record = "\n\n".join((setting, fence("role", request.role), "The record, question by question:", *items))
    return (Message("system", load_prompt("conclude").text), Message("user", record))


def _told(number: int, item: AnsweredQuestion) -> str:
    """How well it went is told in words: the model has no number to repeat."""
    lines = [f"Question {number}: {item.question.text}", f"How it ended: {_ended(item)}"]
    if item.evaluation:
        lines += [f"- covered: {point.text}" for point in item.evaluation.covered]
        lines += [f"- missing: {point.text}" for point in item.evaluation.missing]
    if item.code and item.code.total:
        whole = "all" if item.code.passed >= item.code.total else "not all"
        lines.append(f"The code passed {whole} of its tests.")
    if item.hints_used:
        lines.append("A hint was taken.")
    answers = [without_instructions(answer)[:MOST_ANSWER] for answer in item.answers]
    return "\n".join((*lines, *(fence("candidate", answer) for answer in answers if answer.strip())))


def _ended(item: AnsweredQuestion) -> str:
    earned = points(item)
    if earned is None or item.evaluation is None or item.evaluation.score is None:
        return str(item.outcome).replace("_", " ")
    words = ("not met", "a little of it", "about half of it", "most of it", "all but all of it")
    return f"answered: {words[min(int(earned // 2), 4)]}"
