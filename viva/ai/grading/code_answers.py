"""Code answers: the hidden tests weigh most, then what was said about the code, then its readability."""

from __future__ import annotations

from dataclasses import replace

from viva.ai.grading.feedback import describe_code
from viva.ai.grading.findings import Findings
from viva.ai.grading.readability import measure_readability
from viva.ai.types import CodeResult, Metrics

TESTS, WORDS, READABILITY = 0.7, 0.2, 0.1
"""Parts of the score. A part that cannot be judged (nothing said, another language than Python) leaves its
share to the others."""
SURE_OF_CODE = 0.9


def tested(code: CodeResult | None) -> CodeResult | None:
    """`code` if its tests ran; a failed sandbox (no tests, or the verdict IE) says nothing about the candidate."""
    return code if code is not None and code.total > 0 and code.verdict != "IE" else None


def judge_code(code: CodeResult, words: Findings, *, spoken: bool) -> Findings:
    """`words` with tests and readability weighed in; `spoken` tells whether there were any words to judge."""
    readability = measure_readability(code.source, code.language)
    note = describe_code(code, readability=readability, spoken=spoken)
    notes = (note, *words.notes) if spoken else (note,)
    score = score_code(code, words=words.score if spoken else None, readability=readability)
    if spoken:
        return replace(words, score=score, confidence=round((SURE_OF_CODE + words.confidence) / 2, 2), notes=notes)
    metrics = _metrics_of_code(code, readability)
    return replace(words, score=score, metrics=metrics, found=(), confidence=SURE_OF_CODE, notes=notes)


def score_code(code: CodeResult, *, words: float | None, readability: float | None) -> float:
    """0-10. Readable code that fails its tests gets that part of its readability which it passes."""
    passed = min(max(code.passed / code.total, 0.0), 1.0)
    parts = [(TESTS, passed)]
    if words is not None:
        parts.append((WORDS, words / 10))
    if readability is not None:
        parts.append((READABILITY, readability * passed))
    return 10 * sum(part * value for part, value in parts) / sum(part for part, _ in parts)


def _metrics_of_code(code: CodeResult, readability: float | None) -> Metrics:
    """Without words: accuracy, relevance and depth by the tests, clarity by the readability (by the tests
    if unknown)."""
    passed = round(10 * min(max(code.passed / code.total, 0.0), 1.0), 1)
    clarity = passed if readability is None else round(10 * readability, 1)
    return Metrics(clarity=clarity, relevance=passed, depth=passed, technical_accuracy=passed)
