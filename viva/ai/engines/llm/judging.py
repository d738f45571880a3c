"""Asks the model how far an answer meets each criterion; puts several judgements and a sceptic's word together."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from statistics import median

from viva.ai.engines.llm.asking import Call
from viva.ai.engines.llm.client import Ask, Message
from viva.ai.engines.llm.failures import Cause, ModelFailure
from viva.ai.engines.llm.fencing import fence, without_instructions
from viva.ai.engines.llm.prompts import load_prompt
from viva.ai.engines.llm.quotes import find_quote
from viva.ai.engines.llm.shapes import Checks, Criterion, Judgement
from viva.ai.engines.llm.structured import ask_for
from viva.ai.types import CodeResult, EvaluationRequest, KeyPoint, Question

SHARES = {"yes": 1.0, "mostly": 0.75, "partly": 0.5, "no": 0.0, "wrong": 0.0}
LEVELS = {"high": 9.0, "middle": 6.0, "low": 3.0}
MOST_TOKENS = 1_500
MOST_ANSWER, MOST_SOURCE = 16_000, 12_000
TEMPERATURE_ALONE, TEMPERATURE_OF_MANY = 0.0, 0.4
WHOLE = "whole"


@dataclass(frozen=True, slots=True)
class Met:
    """How far a key point is met. `unfounded`: the model claimed it with words that were not said."""

    point: KeyPoint
    share: float
    wrong: bool = False
    quote: str | None = None
    unfounded: bool = False


@dataclass(frozen=True, slots=True)
class Verdicts:
    """All samples together. `spread` is how far they lay apart on a point, on average (0-1)."""

    met: tuple[Met, ...]
    clarity: float
    relevance: float
    feedback: str
    spread: float = 0.0


@dataclass(frozen=True, slots=True)
class Words:
    """The answers as they were given and as they are judged: without what speaks to the judge."""

    given: tuple[str, ...]
    judged: tuple[str, ...]

    @classmethod
    def of(cls, request: EvaluationRequest) -> Words:
        """Code may be quoted as well as words."""
        given = (*request.answers, *((request.code.source,) if request.code else ()))
        spoken = tuple(without_instructions(answer) for answer in request.answers)
        return cls(given, (*spoken, *((request.code.source,) if request.code else ())))


def criteria_of(question: Question) -> tuple[KeyPoint, ...]:
    """The key points; a question without any has its expected answer for one."""
    return question.key_points or (KeyPoint(WHOLE, question.expected_answer),)


def seed_of(request: EvaluationRequest) -> int:
    """The same answer is judged with the same seed."""
    text = "\0".join((request.question.id, request.question.text, *request.answers))
    return int(sha256(text.encode("utf-8", "replace")).hexdigest()[:7], 16)


def temperature_of(samples: int) -> float:
    return TEMPERATURE_ALONE if samples == 1 else TEMPERATURE_OF_MANY


async def judge(call: Call, request: EvaluationRequest, *, samples: int, sceptic: bool) -> Verdicts:
    """Raises ModelFailure where not one judgement came; of several, those that came count."""
    words = await asyncio.to_thread(Words.of, request)  # as in `merge` below, long texts are read
    asks = [_ask(request, words, seed=seed_of(request) + number, samples=samples) for number in range(samples)]
    replies = await asyncio.gather(*(ask_for(call, ask, Judgement) for ask in asks), return_exceptions=True)
    points = criteria_of(request.question)
    judgements = [reply for reply in replies if isinstance(reply, Judgement) and _judges(reply, points)]
    if not judgements:
        raise next((reply for reply in replies if isinstance(reply, BaseException)), ModelFailure(Cause.UNFIT))
    verdicts = await asyncio.to_thread(merge, judgements, points, words)
    return await _doubted(call, verdicts, seed=seed_of(request)) if sceptic else verdicts


def _judges(judgement: Judgement, points: Sequence[KeyPoint]) -> bool:
    """Whether it says something of half of the criteria at least: one that passes over more is no judgement."""
    named = {each.id for each in judgement.criteria} & {point.id for point in points}
    return 2 * len(named) >= len(points)


def _ask(request: EvaluationRequest, words: Words, *, seed: int, samples: int) -> Ask:
    return Ask(
        messages=prompt_of(request, words),
        max_tokens=MOST_TOKENS,
        temperature=temperature_of(samples),
        seed=seed,
    )


def prompt_of(request: EvaluationRequest, words: Words) -> tuple[Message, ...]:
    """Rules, then the question with its criteria, which all answers to it share, then the answer."""
    question = request.question
    asked = [f"The question:\n{question.problem.statement if question.problem else question.text}"]
    if question.expected_answer:
        asked.append(f"What a very good answer says:\n{question.expected_answer}")
    listed = "\n".join(f"- {point.id}: {point.text}" for point in criteria_of(question))
    asked.append(f"The criteria, by id:\n{listed}")
    spoken = [answer[:MOST_ANSWER] for answer in words.judged[: len(request.answers)]]
    parts = [fence("answer", answer) for answer in spoken] or ["Nothing was said."]
    if request.code:
        parts.append(_code(request.code))
    return (
        Message("system", load_prompt("judge").text),
        Message("user", "\n\n".join(asked)),
        Message("user", "The answer:\n" + "\n\n".join(parts)),
    )


def _code(code: CodeResult) -> str:
    """Tests are named by their number alone."""
    head = f"The code submitted ({code.language}), which passed {code.passed} of {code.total} tests:"
    return f"{head}\n{fence('answer', code.source[:MOST_SOURCE])}"


def merge(judgements: Sequence[Judgement], points: Sequence[KeyPoint], words: Words) -> Verdicts:
    """The middle of the shares, what most of them call wrong, and a quote that bears it out."""
    met, spreads = [], []
    for point in points:
        each = [_read(judgement, point, words) for judgement in judgements]
        shares = [one.share for one in each]
        middle = median(shares)
        spreads.append(max(shares) - min(shares))
        nearest = min(each, key=lambda one: (abs(one.share - middle), one.quote is None))
        wrong = sum(one.wrong for one in each) * 2 > len(each)
        unfounded = sum(one.unfounded for one in each) * 2 > len(each)
        met.append(replace(nearest, share=middle, wrong=wrong, unfounded=unfounded))
    return Verdicts(
        met=tuple(met),
        clarity=median(LEVELS[each.clarity] for each in judgements),
        relevance=median(LEVELS[each.relevance] for each in judgements),
        feedback=judgements[0].feedback,
        spread=sum(spreads) / len(spreads),
    )


def _read(judgement: Judgement, point: KeyPoint, words: Words) -> Met:
    """What it says of the point, if the words it rests on were said. A point it passes over is not met."""
    said: Criterion | None = next((each for each in judgement.criteria if each.id == point.id), None)
    if said is None or said.met == "no":
        return Met(point, 0.0)
    quote = find_quote(said.quote, words.given, within=words.judged)
    if quote is None:
        return Met(point, SHARES[said.met], unfounded=True)
    return Met(point, SHARES[said.met], wrong=said.met == "wrong", quote=quote)


async def _doubted(call: Call, verdicts: Verdicts, *, seed: int) -> Verdicts:
    """A second look at what was found met. Where it fails the first look stands: it was a whole judgement."""
    claims = [each for each in verdicts.met if each.quote and each.share > 0]
    if not claims:
        return verdicts
    listed = "\n\n".join(
        f"id: {each.point.id}\ncriterion: {each.point.text}\n{fence('answer', each.quote or '')}"
        for each in claims
    )
    ask = Ask(
        messages=(Message("system", load_prompt("sceptic").text), Message("user", f"The claims:\n{listed}")),
        max_tokens=MOST_TOKENS,
        temperature=TEMPERATURE_ALONE,
        seed=seed,
    )
    try:
        checks = await ask_for(call, ask, Checks)
    except ModelFailure:
        return verdicts
    said = {check.id: check.verdict for check in checks.claims}
    return replace(verdicts, met=tuple(_checked(each, said.get(each.point.id, "holds")) for each in verdicts.met))


def _checked(met: Met, verdict: str) -> Met:
    if met.quote is None or verdict == "holds":
        return met
    if verdict == "partly":
        return replace(met, share=min(met.share, SHARES["partly"]))
    return replace(met, share=0.0, quote=None)
