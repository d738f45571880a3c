"""Judge one answer: gates, coverage of the key points, rubric, feedback. CPU-bound: call it through GraderPool."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from viva.ai.grading import coverage, rubric
from viva.ai.grading.alignment import Said
from viva.ai.grading.code_answers import judge_code, tested
from viva.ai.grading.coverage import Found
from viva.ai.grading.criteria import judge_criteria, tells_a_story, weigh
from viva.ai.grading.encoder import load_encoder
from viva.ai.grading.errors import GradingError
from viva.ai.grading.feedback import write_feedback
from viva.ai.grading.findings import Findings
from viva.ai.grading.hearing import Heard, hear
from viva.ai.grading.preparation import Prepared, prepare_question
from viva.ai.grading.quotes import verify_quote
from viva.ai.grading.reading import Reading, read_answers
from viva.ai.grading.whole_answer import judge_whole
from viva.ai.types import Coverage, Evaluation, EvaluationRequest, Metrics

if TYPE_CHECKING:
    from viva.ai.grading.coverage import Floats

ENGINE = "embedded"
WORDS_ALONE = 0.3
"""What words count for where code was asked and none was submitted."""
TOUCHED = 0.25
"""Share from which a key point that is not covered was at least touched on."""
DENIED = 0.5


def grade(request: EvaluationRequest) -> Evaluation:
    """Judge all that was said to one question, with its code if any.

    The same request always gives the same evaluation. Raises GradingError if judging fails; a question that offers
    nothing to judge by, or an answer in a language it cannot read, is *not assessed* (score None, with the
    reason).
    """
    question = request.question
    alone = "" if question.key_points else question.expected_answer
    reading = read_answers(request.answers, question.text, expected=alone)
    reason = _not_assessable(request, reading)
    if reason:
        return _not_assessed(reason, review=reading.foreign)
    try:
        findings = _judge_words(request, reading)
        return _evaluation(request, reading, findings)
    except GradingError:
        raise
    except Exception as cause:
        raise GradingError("grading_failed", "The answer could not be judged.", retryable=True) from cause


def _not_assessable(request: EvaluationRequest, reading: Reading) -> str:
    question, code = request.question, tested(request.code)
    if reading.blank and code is None:
        if request.code is not None:
            return "The code could not be tested, and nothing was said."
        if not request.answers or question.problem is not None:
            return "Nothing was said or submitted."
    if code is None and not question.key_points and not question.expected_answer.strip():
        return "The question has neither key points nor an expected answer to judge by."
    if code is None and reading.foreign and not reading.addressed_grader:
        return "The answer does not seem to be in English, the only language this grader reads."
    return ""


def _judge_words(request: EvaluationRequest, reading: Reading) -> Findings:
    prepared = prepare_question(request.question)
    heard = hear(prepared, reading)
    said, encoded = heard.said, heard.encoded
    matches = coverage.look_up(prepared, said)
    near = coverage.nearness(prepared, encoded)
    found = tuple(coverage.find_points(prepared, said, matches, near=near))
    if prepared.derived:
        score = judge_whole(prepared, encoded, near=near)
    else:
        score = rubric.score_words(found, closeness=coverage.closeness(prepared, said))
    score = min(score, 10 * rubric.right_share(heard.mistaken))
    if not reading.judged:
        score = min(score, rubric.SALAD_CAP)
    judged = encoded if reading.judged else ()
    criteria = judge_criteria(request.question, judged, request.answers, near=near)
    metrics = _metrics(prepared, said, found, reading, topics=coverage.topicality(matches, said))
    return Findings(
        score=weigh(score, criteria, request.question),
        criteria=criteria,
        metrics=rubric.less_accurate(metrics, mistaken=heard.mistaken),
        found=found,
        said=tuple(each.text for each in encoded),
        confidence=rubric.judge_confidence(
            found, reading, derived=prepared.derived, story=tells_a_story(request.question), score=score
        ),
        notes=(*_notes(reading), *_corrections(request, heard)),
    )


def _corrections(request: EvaluationRequest, heard: Heard) -> tuple[str, ...]:
    """Each wrong answer's correction once, with the first of the sentences that say the same."""
    first: dict[int, str] = {}
    for text, number in heard.misunderstood:
        first.setdefault(number, text)
    wrong = request.question.wrong_answers
    return tuple(
        f"Check this again: “{quote}”. {wrong[number].why}"
        for number, text in first.items()
        if (quote := verify_quote(text, request.answers))
    )


def _metrics(
    prepared: Prepared, said: Said, found: Sequence[Found], reading: Reading, *, topics: Floats
) -> Metrics:
    if not reading.judged:
        return Metrics(clarity=0.0, relevance=0.0, depth=0.0, technical_accuracy=0.0)
    return rubric.measure(
        found,
        reading,
        substance=coverage.substance(prepared, said, topics),
        topical=coverage.share_on_topic(said, topics),
    )


def _notes(reading: Reading) -> tuple[str, ...]:
    notes = []
    if reading.addressed_grader:
        notes.append("Part of the answer spoke to the grader rather than to the question and was left out.")
    if reading.blank:
        notes.append("There was no answer to judge.")
    elif reading.gibberish:
        notes.append("The answer holds no words that could be judged.")
    elif reading.echo:
        notes.append("The answer repeats the question; say in your own words what you know.")
    elif reading.salad and not reading.judged:
        notes.append("The answer is a list of words; whole sentences would show how they belong together.")
    if reading.cut:
        notes.append("The answer is very long; only its first part was judged.")
    return tuple(notes)


def _evaluation(request: EvaluationRequest, reading: Reading, words: Findings) -> Evaluation:
    verdict = _with_code(request, reading, words)
    covered, missing, denied = _points(verdict, request.answers)
    return Evaluation(
        score=round(max(0.0, verdict.score - rubric.hint_cost(request.hints_used)), 2),
        metrics=verdict.metrics,
        covered=covered,
        missing=missing,
        feedback=write_feedback(
            covered=covered,
            missing=missing,
            denied=denied,
            hints_used=request.hints_used,
            notes=verdict.notes,
            criteria=verdict.criteria,
        ),
        confidence=verdict.confidence,
        needs_review=verdict.confidence < rubric.SURE or reading.addressed_grader,
        engine=ENGINE,
        model=load_encoder().name,
        rubric_version=rubric.RUBRIC_VERSION,
        code=verdict.code,
        criteria=verdict.criteria,
    )


def _with_code(request: EvaluationRequest, reading: Reading, words: Findings) -> Findings:
    """The findings with the code weighed in, where code belongs to the answer."""
    code = tested(request.code)
    if code is not None:
        return judge_code(code, words, spoken=bool(reading.judged), problem=request.question.problem)
    if request.code is not None:
        note = "Your code could not be tested, which is not your doing; what you said was judged alone."
        return replace(words, confidence=min(words.confidence, 0.4), notes=(note, *words.notes))
    if request.question.problem is not None:
        note = "No code was submitted, so what you said counts for at most 3 points."
        return replace(words, score=words.score * WORDS_ALONE, notes=(note, *words.notes))
    return words


def _points(
    words: Findings, answers: Sequence[str]
) -> tuple[tuple[Coverage, ...], tuple[Coverage, ...], tuple[Coverage, ...]]:
    """(covered, missing, denied); the denied ones are among the missing."""
    covered: list[Coverage] = []
    missing: list[Coverage] = []
    denied: list[Coverage] = []
    for found in words.found:
        quoted = words.said[found.segment] if found.segment is not None and found.share >= TOUCHED else None
        met = found.share >= rubric.COVERED and found.share >= found.denied
        point = Coverage(
            key_point=found.point.id,
            text=found.point.text,
            share=round(found.share, 3),
            quote=verify_quote(quoted, answers),
        )
        (covered if met else missing).append(point)
        if not met and found.denied >= DENIED:
            denied.append(replace(point, quote=_denying_quote(words, found, answers)))
    return tuple(covered), tuple(missing), tuple(denied)


def _denying_quote(words: Findings, found: Found, answers: Sequence[str]) -> str | None:
    return verify_quote(words.said[found.denying], answers) if found.denying is not None else None


def _not_assessed(reason: str, *, review: bool) -> Evaluation:
    return Evaluation(
        score=None,
        metrics=None,
        reason=reason,
        needs_review=review,
        engine=ENGINE,
        model=load_encoder().name,
        rubric_version=rubric.RUBRIC_VERSION,
    )
