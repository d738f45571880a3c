"""A company's interview that has been held: answered, judged, talked and coded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tests.factories.accounts import RecruiterFactory, UserFactory
from tests.factories.companies import make_member
from tests.factories.interviews import make_company, make_interview
from tests.factories.rooms import CODE, RIGHT, TALK
from viva.accounts.models import Company, MemberRole, User
from viva.ai.engines.base import Conclusion
from viva.ai.feedback.scores import Scores
from viva.ai.types import CodeResult, Coverage, Evaluation, Metrics
from viva.core.time import now
from viva.interviews.enums import Outcome, Status
from viva.interviews.models import Interview, InterviewQuestion, InterviewResponse
from viva.interviews.services import complete_interview, record_response, record_unanswered
from viva.live.conductor.script import State
from viva.live.models import ChatMessage, CodeSubmission, InterviewSession
from viva.live.models.session import MessageKind, SessionStatus, Speaker

ANSWER = "An index makes reads fast, and it costs writes."
QUOTE = "makes reads fast"
QUESTIONS = (*TALK, CODE)
FEEDBACK = "Say what it costs in space."


@dataclass(frozen=True)
class Held:
    """`owner` may do all, `reviewer` reads and judges, `candidate` sat it."""

    interview: Interview
    company: Company
    owner: User
    reviewer: User
    candidate: User

    def response(self, order: int = 1) -> InterviewResponse:
        return self.interview.responses.get(question__order=order)


def make_held(company: Company | None = None, **fields: Any) -> Held:
    """Question 1 has 8 with evidence, 2 was withheld, 3 never reached, 4 is code with 6: 14 of 20, 70 %."""
    owner = RecruiterFactory()
    company = company or make_company()
    company.memberships.create(user=owner, role=MemberRole.OWNER)
    candidate = fields.pop("candidate", None) or UserFactory()
    fields = {"candidate_name": candidate.name, "candidate_email": candidate.email, **fields}
    interview = make_interview(owner, company=company, candidate=candidate, questions=QUESTIONS, **fields)
    hold(interview)
    return Held(interview, company, owner, make_member(company, MemberRole.REVIEWER), candidate)


def hold(interview: Interview, *, text: str = ANSWER) -> None:
    """Everything from its begin to its completion."""
    session, _new = InterviewSession.objects.get_or_create(
        interview=interview, defaults={"conductor": State().to_json()}
    )
    begun = now() - timedelta(minutes=20)
    Interview.objects.filter(pk=interview.pk).update(status=Status.IN_PROGRESS, started_at=begun)
    questions = list(interview.questions.order_by("order"))
    _answer(interview, questions[0], text)
    record_response(
        interview_id=interview.pk,
        question_id=questions[1].pk,
        outcome=Outcome.WITHHELD,
        text="Words.",
        seconds=30,
        evaluation=Evaluation(None, None, reason="unreadable", needs_review=True, engine="scripted"),
    )
    _code(interview, session, questions[3])
    _talk(session, questions, text)
    record_unanswered(interview.pk, {questions[2].pk: Outcome.NOT_REACHED})
    InterviewSession.objects.filter(pk=session.pk).update(status=SessionStatus.COMPLETED, begun_at=begun)
    _complete(interview)
    interview.refresh_from_db()


def _answer(interview: Interview, question: InterviewQuestion, text: str) -> None:
    record_response(
        interview_id=interview.pk,
        question_id=question.pk,
        outcome=Outcome.ANSWERED,
        text=text,
        seconds=60,
        hints_used=1,
        evaluation=Evaluation(
            score=8.0,
            metrics=Metrics(8, 8, 8, 8),
            covered=(Coverage("a", "Speeds up reads", 1.0, QUOTE), Coverage("b", "Made up", 1.0, "never said")),
            missing=(Coverage("c", "Costs space", 0.0),),
            feedback=FEEDBACK,
            confidence=0.9,
            engine="scripted",
            model="model-1",
            prompt_version="prompt-2",
            rubric_version="rubric-3",
        ),
    )


def _code(interview: Interview, session: InterviewSession, question: InterviewQuestion) -> None:
    CodeSubmission.objects.create(
        session=session,
        question=question,
        number=50,
        mode="submit",
        source=RIGHT,
        verdict="WA",
        passed=2,
        total=3,
        results=[
            _test(hidden=False, args=[1], expected=2, value=2),
            _test(hidden=True, args=[8_001], expected=16_002, value=0),
        ],
        created_at=now(),
        judged_at=now(),
    )
    record_response(
        interview_id=interview.pk,
        question_id=question.pk,
        outcome=Outcome.ANSWERED,
        text="It doubles.",
        seconds=90,
        code=CodeResult(RIGHT, "python", 2, 3, "WA"),
        evaluation=Evaluation(6.0, Metrics(6, 6, 6, 6), confidence=0.7, engine="scripted"),
    )


def _test(*, hidden: bool, args: list[int], expected: int, value: int) -> dict[str, Any]:
    verdict = "AC" if expected == value else "WA"
    return {
        "verdict": verdict,
        "cpu_ms": 1.0,
        "memory_kb": 10,
        "hidden": hidden,
        "args": args,
        "expected": expected,
        "value": value,
    }


def _talk(session: InterviewSession, questions: list[InterviewQuestion], text: str) -> None:
    said = [
        (Speaker.INTERVIEWER, MessageKind.TEXT, None, "Good morning."),
        (Speaker.INTERVIEWER, MessageKind.QUESTION, questions[0], "Scripted question 1?"),
        (Speaker.CANDIDATE, MessageKind.TEXT, questions[0], text),
        (Speaker.CANDIDATE, MessageKind.HINT_REQUEST, questions[0], ""),
        (Speaker.INTERVIEWER, MessageKind.QUESTION, questions[3], "Write double(n)."),
        (Speaker.CANDIDATE, MessageKind.TEXT, questions[3], "It doubles."),
        (Speaker.INTERVIEWER, MessageKind.CLOSING, None, "Goodbye."),
    ]
    ChatMessage.objects.bulk_create(
        [
            ChatMessage(
                session=session,
                number=number,
                speaker=speaker,
                kind=kind,
                question=question,
                text=words,
                created_at=now(),
            )
            for number, (speaker, kind, question, words) in enumerate(said, start=1)
        ]
    )


def _complete(interview: Interview) -> None:
    complete_interview(
        interview.pk,
        title=interview.title,
        description="",
        conclusion=Conclusion("A fair start.", ("Clear",), ("Space",), ("Read on",), engine="scripted"),
        scores=Scores(70.0, 71.0, 72.0, 60.0),
        at=now(),
    )
