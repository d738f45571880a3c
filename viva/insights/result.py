"""The result of one interview, question by question, as the page and later the reports show it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from viva.ai.codec import from_json
from viva.ai.types import CodeJudgement, Criterion
from viva.insights.quotes import Part, mark_quotes
from viva.interviews.enums import Outcome
from viva.interviews.models import Interview, InterviewQuestion, InterviewResponse, ResponseEvaluation
from viva.live.models import ChatMessage, CodeSubmission, InterviewSession
from viva.live.models.code import STOPPED, SubmissionMode
from viva.live.models.session import MessageKind, Speaker


@dataclass(frozen=True, slots=True)
class AnswerPart:
    """One utterance. `asked` is the follow-up it replied to; None for the question itself."""

    asked: str | None
    parts: list[Part]


@dataclass(frozen=True, slots=True)
class CodeShown:
    """`judgement` has the parts of the score, None where the code was judged by no engine that tells them."""

    text: str
    language: str
    verdict: str
    passed: int
    total: int
    tests: list[dict[str, Any]]
    remark: str = ""
    judgement: CodeJudgement | None = None


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """`score` runs from 0 to 10 (None: not assessed); `status` is the outcome's value. `planned_difficulty` is
    empty unless the interview exchanged the question for a harder or easier one."""

    number: int
    title: str
    text: str
    kind: str
    status: str
    score: float | None
    needs_review: bool
    hints_used: int
    feedback: str
    answers: list[AnswerPart]
    missing: list[str]
    model_answer: str
    engine: str = ""
    code: CodeShown | None = None
    skills: list[str] = field(default_factory=list)
    question_id: int = 0
    difficulty: str = ""
    planned_difficulty: str = ""
    criteria: list[Criterion] = field(default_factory=list)


def result_of(interview: Interview, session: InterviewSession) -> list[QuestionResult]:
    """One entry a question, in order; a fixed number of queries whatever their number."""
    questions = list(interview.questions.order_by("order"))
    responses = {
        row.question_id: row
        for row in InterviewResponse.objects.filter(interview=interview).prefetch_related("evaluations")
    }
    messages = list(session.messages.order_by("number"))
    codes = _last_codes(session)
    return [
        _question(question, responses.get(question.pk), messages, codes.get(question.pk)) for question in questions
    ]


def _last_codes(session: InterviewSession) -> dict[int, CodeSubmission]:
    """Each question's last judged code; one that our runner failed on stands only where there is no other."""
    judged = session.submissions.filter(mode=SubmissionMode.SUBMIT).exclude(verdict__in=["", STOPPED])
    rows = sorted(judged, key=lambda row: (row.verdict != "IE", row.number))
    return {row.question_id: row for row in rows}


def _question(
    question: InterviewQuestion,
    row: InterviewResponse | None,
    messages: list[ChatMessage],
    code: CodeSubmission | None,
) -> QuestionResult:
    evidence = row.evidence if row else {}
    problem = question.spec.get("problem")
    latest = max(row.evaluations.all(), key=lambda each: each.pk, default=None) if row else None
    return QuestionResult(
        number=question.order,
        title=question.title,
        text=problem["statement"] if problem else question.question_text,
        kind=question.get_question_type_display(),
        status=row.outcome if row else Outcome.NOT_REACHED,
        score=row.score if row and row.counts else None,
        needs_review=bool(row and row.needs_review),
        hints_used=row.hints_used if row else 0,
        feedback=row.ai_feedback if row else "",
        answers=_answers(row, question, messages) if row else [],
        missing=[gap["text"] for gap in evidence.get("missing", [])],
        model_answer=model_answer_of(question),
        engine=f"{latest.engine} {latest.model}".strip() if latest else "",
        code=_code(code, latest) if code else None,
        skills=question.skills,
        question_id=question.pk,
        difficulty=question.difficulty,
        planned_difficulty=question.planned_difficulty,
        criteria=_criteria(row) if row else [],
    )


def model_answer_of(question: InterviewQuestion) -> str:
    """As a strong candidate would say it; of a question that has none what was expected of an answer."""
    return str(question.spec.get("model_answer") or question.expected_answer)


def _criteria(row: InterviewResponse) -> list[Criterion]:
    """Those of the rubric, with the quotes that stand in what was said."""
    criteria = [from_json(Criterion, each) for each in row.evidence.get("criteria", [])]
    return [
        each if each.quote and each.quote in row.text_response else replace(each, quote=None) for each in criteria
    ]


def _answers(row: InterviewResponse, question: InterviewQuestion, messages: list[ChatMessage]) -> list[AnswerPart]:
    covered = [(each["quote"] or "", each["text"]) for each in row.evidence.get("covered", [])]
    asked = _asked_before(question, messages)
    utterances = [part for part in row.text_response.split("\n\n") if part]
    return [AnswerPart(asked.get(text.split("\n")[0]), mark_quotes(text, covered)) for text in utterances]


def _asked_before(question: InterviewQuestion, messages: list[ChatMessage]) -> dict[str, str]:
    """What the interviewer had last said before each of the candidate's lines, where it was not the question."""
    asked: dict[str, str] = {}
    last: ChatMessage | None = None
    for message in messages:
        if message.speaker == Speaker.INTERVIEWER and message.kind != MessageKind.VERDICT:
            last = message
        elif message.kind == MessageKind.TEXT and last and _same_question(last, message, question):
            asked.setdefault(message.text.split("\n")[0], last.text)
    return asked


def _same_question(asking: ChatMessage, answering: ChatMessage, question: InterviewQuestion) -> bool:
    """Whether `asking` is a line of the interviewer within the question, not the question itself."""
    return asking.kind == MessageKind.TEXT and asking.question_id == answering.question_id == question.pk


def _code(row: CodeSubmission, latest: ResponseEvaluation | None) -> CodeShown:
    judgement = latest.result.get("code") if latest else None
    return CodeShown(
        text=row.source,
        language=row.language,
        verdict=row.verdict,
        passed=row.passed,
        total=row.total,
        tests=row.results,
        remark=row.remark,
        judgement=from_json(CodeJudgement, judgement) if judgement else None,
    )
