"""Code answers: the hidden tests weigh most, then its complexity, what was said about it, and its readability."""

from __future__ import annotations

from dataclasses import replace

from viva.ai.grading.complexity import describe_growth, share_of_complexity
from viva.ai.grading.feedback import describe_code
from viva.ai.grading.findings import Findings
from viva.ai.grading.readability import read_code
from viva.ai.types import CodeJudgement, CodeResult, Metrics, Problem

TESTS, COMPLEXITY, WORDS, READABILITY = 0.6, 0.15, 0.15, 0.1
"""Parts of the score. What words or readability cannot be judged by (nothing said, a source that cannot be
analysed) leaves its share to the others; a complexity that was not measured leaves its own to the tests."""
SURE_OF_CODE = 0.9


def tested(code: CodeResult | None) -> CodeResult | None:
    """`code` if its tests ran; a failed sandbox (no tests, or the verdict IE) says nothing about the candidate."""
    return code if code is not None and code.total > 0 and code.verdict != "IE" else None


def judge_code(code: CodeResult, words: Findings, *, spoken: bool, problem: Problem | None = None) -> Findings:
    """`words` with the code weighed in; `spoken` tells whether there were any words to judge.

    `problem`: by whether it has inputs to measure growth by, one knows whether a measurement is missing.
    """
    judgement = read_judgement(code, words=words.score if spoken else None)
    owed = _is_right(code) and code.growth is None and problem is not None and problem.growth is not None
    note = describe_code(code, judgement, spoken=spoken, unmeasured=owed)
    notes = (note, *words.notes) if spoken else (note,)
    confidence = round((SURE_OF_CODE + words.confidence) / 2, 2) if spoken else SURE_OF_CODE
    judged = replace(words, score=score_code(judgement), confidence=confidence, notes=notes, code=judgement)
    return judged if spoken else replace(judged, metrics=_metrics_of_code(judgement), found=())


def read_judgement(code: CodeResult, *, words: float | None) -> CodeJudgement:
    """The parts that the score is made of; `words` 0-10, None where nothing was said."""
    growth = code.growth if _is_right(code) else None
    reading = read_code(code.source, code.language)
    return CodeJudgement(
        tests=min(max(code.passed / code.total, 0.0), 1.0),
        complexity=share_of_complexity(growth) if growth else None,
        said=None if words is None else words / 10,
        readability=reading.share if reading else None,
        growth_text=describe_growth(growth) if growth else "",
        findings=reading.findings if reading else (),
    )


def score_code(judgement: CodeJudgement) -> float:
    """0-10. Readable code that fails its tests gets that part of its readability which it passes."""
    tests, complexity = judgement.tests, judgement.complexity
    parts = [(TESTS, tests), (COMPLEXITY, tests if complexity is None else complexity)]
    if judgement.said is not None:
        parts.append((WORDS, judgement.said))
    if judgement.readability is not None:
        parts.append((READABILITY, judgement.readability * tests))
    return 10 * sum(part * value for part, value in parts) / sum(part for part, _ in parts)


def _is_right(code: CodeResult) -> bool:
    return code.verdict == "AC" and code.passed >= code.total


def _metrics_of_code(judgement: CodeJudgement) -> Metrics:
    """Without words: accuracy, relevance and depth by the tests, clarity by the readability (by the tests
    if unknown)."""
    passed = round(10 * judgement.tests, 1)
    clarity = passed if judgement.readability is None else round(10 * judgement.readability, 1)
    return Metrics(clarity=clarity, relevance=passed, depth=passed, technical_accuracy=passed)
