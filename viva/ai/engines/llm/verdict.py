"""From the model's verdicts on criteria to an evaluation: code does the sum, and the embedded grader bounds it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from viva.ai.engines.llm.judging import Met, Verdicts
from viva.ai.grading.code_answers import score_code, tested
from viva.ai.grading.feedback import describe_code, hint_note
from viva.ai.grading.grader import WORDS_ALONE
from viva.ai.grading.reading import Reading
from viva.ai.grading.rubric import COVERED, SALAD_CAP, SURE, hint_cost
from viva.ai.types import CodeJudgement, Coverage, Evaluation, EvaluationRequest, Metrics

ENGINE = "llm"
RUBRIC_VERSION = "llm-1"
FARTHEST = 3.0
"""Points that the model may lie from the embedded grader; beyond that it is cut, and a person should look."""
WRONG_COSTS = 0.5
"""What a criterion said wrongly takes away, as a part of its weight, besides not being met."""
SURE_ALONE = 0.5
"""Most confidence where the embedded grader has no number to compare with."""
_SENTENCE = re.compile(r"[^.!?]*[.!?]+[\"'”’)]*\s*|[^.!?]+$")
_NUMBERS = re.compile(r"\d\s*(?:/|out of)\s*10|\d\s*%|\b(?:points?|score[sd]?|grade[sd]?|marks?)\b", re.IGNORECASE)
ADDRESSED = "Part of the answer spoke to the grader rather than to the question and was left out."


def evaluate(
    request: EvaluationRequest, verdicts: Verdicts, reading: Reading, embedded: Evaluation | None
) -> Evaluation:
    """`embedded` None, or without a score: there is nothing to bound it by, and a person should look.

    A rubric's criteria are the embedded grader's, and move the number only by the bound.
    """
    met = tuple(_founded(each, embedded) for each in verdicts.met)
    code = _code_with(embedded, words=_number(met, reading) if _spoken(request) else None)
    number = max(0.0, _weighed(request, met, reading, code) - hint_cost(request.hints_used))
    beside = embedded.score if embedded else None
    apart = abs(number - beside) if beside is not None else None
    score = number if beside is None else min(max(number, beside - FARTHEST), beside + FARTHEST)
    confidence = _confidence(met, verdicts.spread, apart)
    covered, missing = _coverage(met)
    return Evaluation(
        score=round(min(max(score, 0.0), 10.0), 2),
        metrics=_metrics(verdicts, met, embedded),
        covered=covered,
        missing=missing,
        feedback=_feedback(request, verdicts, reading, code, embedded),
        confidence=confidence,
        needs_review=(apart is None or apart > FARTHEST or confidence < SURE or reading.addressed_grader),
        reason=f"differs from the embedded grader by {apart:.1f} points" if apart and apart > FARTHEST else "",
        engine=ENGINE,
        rubric_version=RUBRIC_VERSION,
        code=code,
        criteria=embedded.criteria if embedded else (),
    )


def _spoken(request: EvaluationRequest) -> bool:
    return any(answer.strip() for answer in request.answers)


def _founded(met: Met, embedded: Evaluation | None) -> Met:
    """A claim without words of the answer counts for no more than the embedded grader found, by its own quote."""
    if not met.unfounded:
        return met
    points = (*embedded.covered, *embedded.missing) if embedded else ()
    found = next((each for each in points if each.key_point == met.point.id and each.quote), None)
    if found is None:
        return replace(met, share=0.0)
    return replace(met, share=min(met.share, found.share), quote=found.quote)


def _weight(met: Sequence[Met]) -> float:
    return sum(max(each.point.weight, 0.0) for each in met) or 1.0


def _share(met: Sequence[Met]) -> float:
    return sum(max(each.point.weight, 0.0) * each.share for each in met) / _weight(met)


def _wrong(met: Sequence[Met]) -> float:
    return sum(max(each.point.weight, 0.0) for each in met if each.wrong) / _weight(met)


def _number(met: Sequence[Met], reading: Reading) -> float:
    """0-10, of what was said alone."""
    number = 10 * max(0.0, _share(met) - WRONG_COSTS * _wrong(met))
    return min(number, SALAD_CAP) if reading.salad and not reading.judged else number


def _code_with(embedded: Evaluation | None, *, words: float | None) -> CodeJudgement | None:
    """The embedded grader's judgement of the code, with the model's word on what was said about it."""
    if embedded is None or embedded.code is None:
        return None
    return replace(embedded.code, said=None if words is None else words / 10)


def _weighed(
    request: EvaluationRequest, met: Sequence[Met], reading: Reading, code: CodeJudgement | None
) -> float:
    if code is not None:
        return score_code(code)
    number = _number(met, reading)
    lacks_code = request.question.problem is not None and request.code is None
    return number * WORDS_ALONE if lacks_code else number


def _confidence(met: Sequence[Met], spread: float, apart: float | None) -> float:
    """Less for claims without foundation, samples that disagree, and distance from the embedded grader."""
    unfounded = sum(each.unfounded for each in met) / len(met)
    value = 0.9 - 0.5 * unfounded - 0.4 * spread - 0.3 * min(1.0, (apart or 0.0) / FARTHEST)
    most = 0.95 if apart is not None else SURE_ALONE
    return round(min(max(value, 0.05), most), 2)


def _coverage(met: Sequence[Met]) -> tuple[tuple[Coverage, ...], tuple[Coverage, ...]]:
    covered: list[Coverage] = []
    missing: list[Coverage] = []
    for each in met:
        share = 0.0 if each.wrong else each.share
        point = Coverage(each.point.id, each.point.text, round(share, 3), each.quote)
        (covered if share >= COVERED else missing).append(point)
    return tuple(covered), tuple(missing)


def _metrics(verdicts: Verdicts, met: Sequence[Met], embedded: Evaluation | None) -> Metrics:
    """Clarity and relevance: the model's levels, midway to the embedded ones; the others come of the criteria."""
    share, wrong = _share(met), _wrong(met)
    right = share / (share + wrong) if share + wrong else 0.0
    beside = embedded.metrics if embedded else None
    return Metrics(
        clarity=_tenth((verdicts.clarity + beside.clarity) / 2 if beside else verdicts.clarity),
        relevance=_tenth((verdicts.relevance + beside.relevance) / 2 if beside else verdicts.relevance),
        depth=_tenth(10 * share),
        technical_accuracy=_tenth(10 * right * min(1.0, share / COVERED)),
    )


def _feedback(
    request: EvaluationRequest,
    verdicts: Verdicts,
    reading: Reading,
    code: CodeJudgement | None,
    embedded: Evaluation | None,
) -> str:
    """The model's words without numbers of its own; what code knows for certain beside them."""
    words = without_numbers(verdicts.feedback)
    if not words:
        return embedded.feedback if embedded else ""
    parts = [ADDRESSED] if reading.addressed_grader else []
    if code is not None and (ran := tested(request.code)):
        parts.append(describe_code(ran, code, spoken=_spoken(request), unmeasured=False))
    parts.append(words)
    if request.hints_used:
        parts.append(hint_note(request.hints_used))
    return "\n\n".join(parts)


def without_numbers(text: str) -> str:
    """Without the sentences that name a score: there is one, and it is not the model's."""
    sentences = [found.group() for found in _SENTENCE.finditer(" ".join(text.split()))]
    return "".join(each for each in sentences if not _NUMBERS.search(each)).strip()


def _tenth(value: float) -> float:
    return round(min(max(value, 0.0), 10.0), 1)
