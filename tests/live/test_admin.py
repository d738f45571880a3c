"""The administration: every model is there and can be searched; practice is nobody else's to read."""

from __future__ import annotations

import asyncio
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.accounts import AdminFactory, RecruiterFactory
from tests.factories.companies import make_company, make_member, make_own_model
from tests.factories.jobs import make_application, make_job
from tests.factories.mails import make_mail
from tests.factories.recordings import make_recorded, make_utterance, record
from tests.factories.rooms import CODE, answer, make_session, say, submit
from tests.factories.sittings import make_sitting
from tests.factories.slots import NOBODY, hours_words, make_slot, make_wanting
from tests.factories.templates import QUESTIONS, make_template
from tests.factories.webhooks import make_webhook
from viva.accounts.families import open_family
from viva.accounts.models import MemberRole
from viva.accounts.services import invite
from viva.ai.engines.llm.config import Caps
from viva.ai.engines.llm.spending import Amount, CallRecord
from viva.core.events import Event, publish
from viva.core.time import clock, now
from viva.interviews.enums import Purpose
from viva.interviews.models import (
    Comment,
    Decision,
    EarlierAnswer,
    Interview,
    InterviewQuestion,
    InterviewResponse,
    InterviewTemplate,
    PendingEvaluation,
    PersonRequest,
    QuestionSet,
    ResponseEvaluation,
    ScoreOverride,
)
from viva.live.completion import complete_session
from viva.live.models import (
    ChatMessage,
    CodeBuffer,
    CodeSubmission,
    DoomedFolder,
    EditBatch,
    InterviewSession,
)
from viva.live.models.recording import IncidentKind
from viva.live.services.incidents import note_incident
from viva.live.services.spending import keep_call, reserve_spending
from viva.live.services.system_checks import keep_system_check
from viva.notifications.models import MailAttempt
from viva.scheduling.services.booking import book_slot
from viva.scheduling.services.hours import generate_slots
from viva.web.sample.load import load_sample

pytestmark = [pytest.mark.unit, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("engine")]

MODELS = [model for model in apps.get_models() if model.__module__.startswith("viva.")]
EDITABLE = {"User", "Profile", "Company", "Membership", "Job", "Application", "InterviewTemplate", "Webhook"}
NOT_ADDED = {"Webhook", "AttemptCount"}
SECRET = "a-secret-answer"
OF_AN_INTERVIEW = [
    InterviewQuestion,
    InterviewResponse,
    ResponseEvaluation,
    ScoreOverride,
    EarlierAnswer,
    PendingEvaluation,
    ChatMessage,
    CodeBuffer,
    CodeSubmission,
    EditBatch,
    Comment,
    Decision,
]


@pytest.fixture
def client() -> Client:
    client = Client()
    client.force_login(AdminFactory())
    return client


def held_interview(*, purpose: Purpose) -> InterviewSession:
    """One with every kind of row that hangs on an interview."""
    session = make_session(questions=(CODE,))
    Interview.objects.filter(pk=session.interview_id).update(purpose=purpose, description=SECRET)
    answer(session)
    say(session, SECRET)
    submit(session)
    answer(session)
    asyncio.run(complete_session(session.pk))
    response = InterviewResponse.objects.get(interview=session.interview_id)
    ScoreOverride.objects.create(response=response, revision=0, score=3, reason=SECRET, created_at=now())
    EarlierAnswer.objects.create(response=response, revision=0, text_response=SECRET, replaced_at=now())
    PendingEvaluation.objects.create(response=response, created_at=now(), next_attempt_at=now())
    buffer = CodeBuffer.objects.create(session=session, question=response.question, text=SECRET)
    EditBatch.objects.create(buffer=buffer, seq=1, changes=[[0, 0, 0, SECRET]], created_at=now())
    Decision.objects.create(interview=session.interview, verdict="hold", reason=SECRET, created_at=now())
    Comment.objects.create(interview=session.interview, text=SECRET, created_at=now())
    return session


def everything() -> None:
    """A row of every model."""
    from viva.accounts.models import AttemptCount
    from viva.api.models import StoredAnswer

    load_sample(password="viva-demo")
    held_interview(purpose=Purpose.HIRING)
    webhook = make_webhook()
    publish(Event("interview.completed", user_id=webhook.user_id))
    make_application()
    MailAttempt.objects.create(mail=make_mail(), number=1, at=now())
    open_family(RecruiterFactory())
    company = make_company()
    invite(company, email="new@x.org", role=MemberRole.REVIEWER, by=make_member(company))
    with clock(lambda: datetime(2026, 2, 1, tzinfo=UTC)):
        slot, *_ = generate_slots(make_company(), words=hours_words(), who=NOBODY)
        book_slot(slot, interview=make_wanting(slot.company), who=NOBODY)
    sitting = make_sitting(consent=True)
    PersonRequest.objects.create(interview=sitting, note=SECRET, created_at=now())
    QuestionSet.objects.create(job=make_job(company))
    recorded = make_recorded()
    record(recorded)
    note_incident(recorded, kind=IncidentKind.CHUNK_LOST)
    make_utterance(recorded, text=SECRET)
    keep_system_check(recorded, found={"browser": {"result": "passed"}}, browser="A browser")
    DoomedFolder.objects.create(folder="recordings/x", created_at=now(), next_attempt_at=now())
    AttemptCount.objects.create(key="k", window_start=now())
    keep_call(CallRecord("say", model="a-model"), company_id=company.pk)
    make_own_model(company)
    reserve_spending(0, Amount(1), caps=Caps())
    StoredAnswer.objects.create(key="k", body_hash="h", claim="c", created_at=now())


def page(model: type[Model], action: str, *args: object) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{action}", args=args)


def test_every_model_is_registered_with_search_or_is_a_count() -> None:
    site = admin.site._registry
    assert [model.__name__ for model in MODELS if model not in site] == []
    unsearched = [model.__name__ for model in MODELS if not site[model].search_fields]
    assert unsearched == ["AttemptCount"]


def test_every_list_and_page_opens_and_can_be_searched(client: Client) -> None:
    everything()
    failed = []
    for model in MODELS:
        rows = admin.site._registry[model].get_queryset(_request(client))
        first = rows.first()
        assert first is not None, model.__name__
        listed = page(model, "changelist")
        answers = {path: client.get(path) for path in (listed, f"{listed}?q=a", page(model, "change", first.pk))}
        failed += [(path, answer.status_code) for path, answer in answers.items() if answer.status_code != 200]
    assert failed == []


def test_what_the_machine_wrote_is_neither_added_nor_changed(client: Client) -> None:
    everything()
    request = _request(client)
    site = admin.site._registry
    changeable = {model.__name__ for model in MODELS if site[model].has_change_permission(request)}
    addable = {model.__name__ for model in MODELS if site[model].has_add_permission(request)}
    assert (changeable, addable) == (EDITABLE, EDITABLE - NOT_ADDED)


def test_lists_cost_the_same_for_few_rows_and_for_more(client: Client) -> None:
    everything()
    few = {model.__name__: cost(client, model) for model in MODELS}
    for _ in range(3):
        held_interview(purpose=Purpose.HIRING)
        more_recorded = make_recorded()
        record(more_recorded)
        note_incident(more_recorded, kind=IncidentKind.CHUNK_LOST)
        make_utterance(more_recorded)
        make_application()
        open_family(RecruiterFactory())
        more = make_slot()
        book_slot(more, interview=make_wanting(more.company), who=NOBODY)
        publish(Event("interview.completed", user_id=make_webhook().user_id))
    assert {model.__name__: cost(client, model) for model in MODELS} == few


def cost(client: Client, model: type[Model]) -> int:
    with CaptureQueriesContext(connection) as caught:
        client.get(page(model, "changelist"))
    return len(caught)


def test_nothing_of_practice_is_shown(client: Client) -> None:
    session = held_interview(purpose=Purpose.PRACTICE)
    shown = client.get(page(Interview, "change", session.interview_id)).content.decode()
    assert SECRET not in shown
    assert CODE.text not in shown
    for model in OF_AN_INTERVIEW:
        row = model.objects.first()
        assert row is not None, model.__name__
        assert client.get(page(model, "change", row.pk)).status_code == 302, model.__name__
        assert not admin.site._registry[model].get_queryset(_request(client)).exists(), model.__name__


def test_hidden_tests_are_told_to_nobody(client: Client) -> None:
    session = held_interview(purpose=Purpose.HIRING)
    question = session.interview.questions.get()
    for path in (
        page(type(question), "change", question.pk),
        page(type(question.tests), "change", question.tests_id),
    ):
        assert "8001" not in client.get(path).content.decode()


class TestTemplates:
    def send(self, client: Client, template: InterviewTemplate, questions: Any) -> Any:
        form = {
            "title": "New",
            "description": "",
            "interview_type": "technical",
            "difficulty": "easy",
            "duration_minutes": 30,
            "questions": json.dumps(questions),
            "times_used": 99,
            "average_score": 99,
            "is_active": "on",
        }
        return client.post(page(InterviewTemplate, "change", template.pk), form)

    def test_words_are_changed_and_figures_are_not(self, client: Client) -> None:
        template = make_template()
        assert self.send(client, template, QUESTIONS).status_code == 302
        template.refresh_from_db()
        assert (template.title, template.times_used, template.average_score) == ("New", 0, 0.0)

    @pytest.mark.parametrize(
        "questions",
        [
            {},
            [],
            ["Q?"],
            [{"question": "Q?"}],
            [QUESTIONS[0] | {"question": " "}],
            [QUESTIONS[0] | {"type": "dance"}],
            [QUESTIONS[0] | {"difficulty": 3}],
            [QUESTIONS[0] | {"difficulty": "odd"}],
        ],
    )
    def test_questions_that_no_interview_could_be_made_from_are_refused(
        self, client: Client, questions: Any
    ) -> None:
        template = make_template()
        assert self.send(client, template, questions).status_code == 200
        template.refresh_from_db()
        assert template.questions == QUESTIONS


def _request(client: Client) -> Any:
    return client.get("/admin/").wsgi_request
