"""In which languages a question can be answered: what it is set in and the judge has, chosen by the candidate."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from tests.factories.rooms import CODE, TALK, answer, make_session
from viva.ai.engines.scripted import ScriptedEngine
from viva.interviews.models import Interview
from viva.live.errors import NoSuchLanguage, QuestionGone, RoomClosed
from viva.live.frames import state_of, welcome
from viva.live.languages import known, missing_languages
from viva.live.models import CodeBuffer, CodeSubmission, InterviewSession
from viva.live.models.session import MessageKind, SessionStatus
from viva.live.providers import use
from viva.live.scripts import forget_plan, plan_of
from viva.live.services import inbox
from viva.live.services.choosing import choose_language
from viva.live.services.saves import EditsSave, store_saves
from viva.sandbox.scripted import ScriptedJudge

pytestmark = [pytest.mark.unit, pytest.mark.django_db(transaction=True), pytest.mark.services]

TYPED = replace(
    CODE,
    problem=replace(CODE.problem, starters={"python": "def double(n: int) -> int:\n    pass\n"}),
)
TWO = [
    {"name": "python", "title": "Python", "version": "3.11.2"},
    {"name": "javascript", "title": "JavaScript", "version": "20.20.2"},
]


class TellingJudge(ScriptedJudge):
    """Says which languages it has, as the daemon does."""

    def __init__(self, told: Any, missing: Any = ()) -> None:
        super().__init__()
        self.told = told
        self.missing = missing
        self.questions = 0

    async def status(self) -> dict[str, Any]:
        self.questions += 1
        if isinstance(self.told, Exception):
            raise self.told
        return {"safe": True, "languages": self.told, "missing": self.missing}


@pytest.fixture(autouse=True)
def nothing_known(engine: ScriptedEngine) -> Iterator[None]:
    known.forget()
    yield
    known.forget()


def hear(told: Any, missing: Any = ()) -> TellingJudge:
    judge = TellingJudge(told, missing)
    use(judge=judge)
    asyncio.run(known.refresh())
    return judge


@pytest.fixture
def session() -> InterviewSession:
    session = make_session(questions=(TYPED, *TALK))
    answer(session)
    return read(session)


def read(session: InterviewSession) -> InterviewSession:
    return InterviewSession.objects.select_related("interview__user").get(pk=session.pk)


def asked(session: InterviewSession) -> dict[str, Any]:
    frame = state_of(session, plan_of(session))["question"]
    assert frame is not None
    return frame


def names(session: InterviewSession) -> list[str]:
    return [each["name"] for each in asked(session)["languages"]]


def type_in(session: InterviewSession, language: str, text: str) -> Any:
    question = asked(session)
    starters = {each["name"]: each["starter"] for each in question["languages"]}
    length = len(text) + len(starters.get(language, ""))
    return store_saves([EditsSave(session.pk, question["id"], 1, ((0, 0, 0, text),), length, language)])


def test_a_judge_that_does_not_say_has_python_alone(session: InterviewSession) -> None:
    use(judge=ScriptedJudge())
    asyncio.run(known.refresh())
    assert names(session) == ["python"]


def test_offered_is_what_the_problem_is_set_in_and_the_judge_has(session: InterviewSession) -> None:
    hear(TWO)
    assert names(session) == ["python", "javascript"]
    hear([*TWO, {"name": "cobol", "title": "COBOL", "version": "1"}])
    assert names(session) == ["python", "javascript"]


def test_a_judge_that_does_not_answer_leaves_what_is_known_and_is_asked_again() -> None:
    hear(TWO)
    known._asked_at = float("-inf")
    judge = hear(OSError("gone"))
    assert [language.name for language in known.languages] == ["python", "javascript"]
    judge.told = TWO[:1]
    asyncio.run(known.refresh())
    assert [language.name for language in known.languages] == ["python"]


def test_a_judge_is_not_asked_for_every_visitor() -> None:
    judge = hear(TWO)
    asyncio.run(known.refresh())
    assert judge.questions == 1


def test_what_is_missing_is_told_with_the_judges_reason_where_it_gives_one() -> None:
    missing = [{"name": "java", "title": "Java", "reason": "javac was not found"}, {"name": "go", "title": "Go"}]
    hear(TWO[:1], missing)
    told = {each.title: each.reason for each in missing_languages()}
    assert told["Java"] == "javac was not found"
    assert told["Go"] == "its tools are not installed on this server"
    assert "Python" not in told


def test_the_interviews_language_is_chosen_beforehand_where_it_can_be(session: InterviewSession) -> None:
    Interview.objects.filter(pk=session.interview_id).update(coding_language="javascript")
    assert asked(read(session))["language"] == "python"
    hear(TWO)
    assert asked(read(session))["language"] == "javascript"
    assert "function double(n)" in asked(read(session))["starter"]


def test_a_choice_is_remembered_and_stays_when_the_judge_loses_the_language(session: InterviewSession) -> None:
    hear(TWO)
    choose_language(session.pk, question_id=asked(session)["id"], language="javascript")
    assert asked(read(session))["language"] == "javascript"
    known.forget()
    assert (asked(read(session))["language"], names(read(session))) == ("javascript", ["python", "javascript"])


def test_a_choice_that_cannot_be_is_refused(session: InterviewSession) -> None:
    question = asked(session)["id"]
    with pytest.raises(NoSuchLanguage):
        choose_language(session.pk, question_id=question, language="cobol")
    talk = plan_of(session).ids[1]
    with pytest.raises(QuestionGone):
        choose_language(session.pk, question_id=talk, language="python")
    with pytest.raises(QuestionGone):  # of somebody else's interview
        choose_language(make_session(questions=(TYPED,)).pk, question_id=question, language="python")
    InterviewSession.objects.filter(pk=session.pk).update(status=SessionStatus.COMPLETED)
    with pytest.raises(RoomClosed):
        choose_language(session.pk, question_id=question, language="python")


def test_each_language_keeps_its_own_text(session: InterviewSession) -> None:
    hear(TWO)
    assert type_in(session, "python", "# mine\n") == [1]
    assert type_in(session, "javascript", "// mine\n") == [1]
    texts = {buffer.language: buffer.text for buffer in CodeBuffer.objects.filter(session=session)}
    assert texts["python"].startswith("# mine\ndef double")
    assert texts["javascript"].startswith("// mine\n/**")
    buffers = welcome(session, plan_of(session), [], busy=False)["buffers"]
    assert {(each["language"], each["seq"]) for each in buffers} == {("python", 1), ("javascript", 1)}


def test_edits_that_name_no_language_go_to_the_chosen_one(session: InterviewSession) -> None:
    hear(TWO)
    choose_language(session.pk, question_id=asked(session)["id"], language="javascript")
    session = read(session)
    save = EditsSave(session.pk, asked(session)["id"], 1, ((0, 0, 0, "x"),), len(asked(session)["starter"]) + 1)
    assert store_saves([save]) == [1]
    assert CodeBuffer.objects.get(session=session).language == "javascript"


def test_edits_in_a_language_the_problem_is_not_set_in_are_refused(session: InterviewSession) -> None:
    [refused] = type_in(session, "cobol", "x")
    assert isinstance(refused, NoSuchLanguage)
    assert not CodeBuffer.objects.filter(session=session).exists()


@pytest.mark.parametrize(("given", "stored"), [("javascript", "javascript"), ("", "python")])
def test_code_is_stored_with_its_language(session: InterviewSession, given: str, stored: str) -> None:
    message = send(session, given)
    assert CodeSubmission.objects.get(session=session, number=message.number).language == stored


def test_code_in_a_language_the_problem_is_not_set_in_is_refused(session: InterviewSession) -> None:
    with pytest.raises(NoSuchLanguage):
        send(session, "cobol")


def send(session: InterviewSession, language: str) -> Any:
    return inbox.accept_code(
        session.pk,
        client_id=uuid.uuid4(),
        kind=MessageKind.RUN,
        question_id=asked(session)["id"],
        source="x",
        language=language,
    )


def test_the_judge_is_told_the_language_and_whose_turn_it_is(session: InterviewSession) -> None:
    from viva.live.runs import RunRunner

    judge = hear(TWO)
    send(session, "javascript")

    async def work() -> None:
        runner = RunRunner()
        runner.wake(session.pk)
        await runner.drain(session.pk, timeout=10)

    asyncio.run(work())
    [wanted] = judge.asked
    assert (wanted.language, wanted.owner) == ("javascript", str(session.interview.user_id))


def test_a_plan_read_before_the_judge_spoke_offers_what_it_has_since(session: InterviewSession) -> None:
    assert names(session) == ["python"]
    hear(TWO)
    assert names(session) == ["python", "javascript"]
    forget_plan(session.interview_id)
    assert names(session) == ["python", "javascript"]
