"""JSON for what crosses to the worker process and back: requests one way, what came of them the other."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from viva.ai.dialogue.signs import Shares, Weighable
from viva.ai.grading.errors import GradingError
from viva.ai.types import (
    CodeFinding,
    CodeGrowth,
    CodeJudgement,
    CodeResult,
    Coverage,
    Criterion,
    Difficulty,
    Evaluation,
    EvaluationRequest,
    FollowUp,
    GrowthInputs,
    KeyPoint,
    Kind,
    Metrics,
    Problem,
    Question,
    TestCase,
    WrongAnswer,
    WrongSolution,
)


def encode_request(request: EvaluationRequest) -> bytes:
    return _dumps(asdict(request))


def decode_request(data: bytes) -> EvaluationRequest:
    raw = json.loads(data)
    return EvaluationRequest(
        question=_question(raw["question"]),
        answers=tuple(raw["answers"]),
        code=_code(raw["code"]) if raw["code"] else None,
        hints_used=raw["hints_used"],
    )


def encode_utterances(utterances: Sequence[Weighable]) -> bytes:
    """Texts and signs for the classifier of intents; told from a request to judge by the first key."""
    return _dumps({"utterances": utterances})


def decode_utterances(data: bytes) -> list[Weighable] | None:
    """None for a request to judge."""
    if not data.startswith(b'{"utterances":'):
        return None
    return [(text, tuple(signs)) for text, signs in json.loads(data)["utterances"]]


def encode_shares(shares: Sequence[Shares]) -> bytes:
    return _dumps({"shares": shares})


def decode_shares(data: bytes) -> list[Shares]:
    """Raises the GradingError that the worker replied with, if it did."""
    return [tuple(each) for each in _without_error(data)["shares"]]


def encode_evaluation(evaluation: Evaluation) -> bytes:
    return _dumps({"evaluation": asdict(evaluation)})


def encode_error(error: GradingError) -> bytes:
    return _dumps({"error": {"code": error.code, "message": error.detail, "retryable": error.retryable}})


def decode_reply(data: bytes) -> Evaluation:
    """Raises the GradingError that the worker replied with, if it did."""
    fields = _without_error(data)["evaluation"]
    fields["metrics"] = Metrics(**fields["metrics"]) if fields["metrics"] else None
    for name in ("covered", "missing"):
        fields[name] = tuple(Coverage(**each) for each in fields[name])
    fields["criteria"] = tuple(Criterion(**each) for each in fields["criteria"])
    fields["code"] = _judgement(fields["code"]) if fields["code"] else None
    return Evaluation(**fields)


def _without_error(data: bytes) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(data)
    if "error" in raw:
        error = raw["error"]
        raise GradingError(error["code"], error["message"], retryable=error["retryable"])
    return raw


def _dumps(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


def _code(raw: Mapping[str, Any]) -> CodeResult:
    fields = dict(raw)
    if growth := fields["growth"]:
        lists = {name: tuple(growth[name]) for name in ("sizes", "times", "reference_times")}
        fields["growth"] = CodeGrowth(**{**growth, **lists})
    return CodeResult(**fields)


def _judgement(raw: Mapping[str, Any]) -> CodeJudgement:
    return CodeJudgement(**{**raw, "findings": tuple(CodeFinding(**each) for each in raw["findings"])})


def _question(raw: Mapping[str, Any]) -> Question:
    fields = dict(raw)
    fields["kind"], fields["difficulty"] = Kind(raw["kind"]), Difficulty(raw["difficulty"])
    for name in ("roles", "skills", "hints"):
        fields[name] = tuple(raw[name])
    fields["key_points"] = tuple(
        KeyPoint(**{**each, "paraphrases": tuple(each["paraphrases"])}) for each in raw["key_points"]
    )
    fields["follow_ups"] = tuple(FollowUp(**each) for each in raw["follow_ups"])
    fields["wrong_answers"] = tuple(WrongAnswer(**each) for each in raw["wrong_answers"])
    fields["problem"] = _problem(raw["problem"]) if raw["problem"] else None
    return Question(**fields)


def _problem(raw: Mapping[str, Any]) -> Problem:
    fields = dict(raw)
    for name in ("samples", "hidden"):
        fields[name] = tuple(TestCase(args=tuple(each["args"]), expected=each["expected"]) for each in raw[name])
    fields["wrong_solutions"] = tuple(WrongSolution(**each) for each in raw["wrong_solutions"])
    if growth := fields["growth"]:
        fields["growth"] = GrowthInputs(tuple(growth["sizes"]), tuple(growth["args"]))
    return Problem(**fields)
