"""What the candidate sends is taken once, numbered without gaps, and refused where it has no place."""

from __future__ import annotations

import threading
import uuid

import pytest
from django.db import connection

from tests.factories.rooms import CODE, RIGHT, TALK, answer, make_session, say, submit
from viva.live.errors import QuestionGone, RoomClosed
from viva.live.models import ChatMessage, CodeSubmission, InterviewSession
from viva.live.services import inbox

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.usefixtures("engine")]


@pytest.mark.django_db
class TestOnce:
    def test_the_same_id_again_is_the_same_message(self) -> None:
        session, client_id = make_session(), uuid.uuid4()
        first = inbox.accept_message(session.pk, client_id=client_id, text="Once.")
        again = inbox.accept_message(session.pk, client_id=client_id, text="Otherwise.")
        assert (again.pk, again.number, again.text) == (first.pk, 1, "Once.")
        assert InterviewSession.objects.get(pk=session.pk).last_number == 1

    def test_the_same_id_in_another_room_is_another_message(self) -> None:
        client_id = uuid.uuid4()
        rooms = [make_session(), make_session()]
        made = [inbox.accept_message(room.pk, client_id=client_id, text="Here.") for room in rooms]
        assert made[0].pk != made[1].pk

    def test_the_same_code_again_is_the_same_submission_even_when_the_question_is_over(self) -> None:
        session = make_session(questions=(CODE, *TALK))
        answer(session)
        first = submit(session)
        fields = {
            "client_id": first.client_id,
            "kind": "submit",
            "question_id": first.question_id,
            "source": RIGHT,
        }
        InterviewSession.objects.filter(pk=session.pk).update(current_question_id=None)
        assert inbox.accept_code(session.pk, **fields).number == first.number
        InterviewSession.objects.filter(pk=session.pk).update(status="completed")
        assert inbox.accept_code(session.pk, **fields).number == first.number
        assert CodeSubmission.objects.count() == 1

    def test_a_hint_request_again_is_one_request(self) -> None:
        session, client_id = make_session(), uuid.uuid4()
        numbers = {inbox.accept_hint_request(session.pk, client_id=client_id).number for _ in range(3)}
        assert numbers == {1}


@pytest.mark.django_db
class TestRefused:
    @pytest.mark.parametrize("status", ["preparing", "completed", "cancelled", "expired"])
    def test_nothing_is_taken_unless_the_interview_runs(self, status: str) -> None:
        session = make_session()
        InterviewSession.objects.filter(pk=session.pk).update(status=status)
        with pytest.raises(RoomClosed):
            say(session)
        assert ChatMessage.objects.count() == 0

    def test_code_for_a_question_without_an_editor_is_refused(self) -> None:
        session = make_session(questions=(*TALK, CODE))
        answer(session)
        with pytest.raises(QuestionGone):
            submit(session, order=1)

    def test_code_for_a_question_that_is_not_open_is_refused(self) -> None:
        session = make_session(questions=(*TALK, CODE))
        answer(session)
        with pytest.raises(QuestionGone):
            submit(session, order=4)

    def test_code_for_another_interviews_question_is_refused(self) -> None:
        other = make_session(questions=(CODE,))
        answer(other)
        session = make_session(questions=(CODE,))
        answer(session)
        other.refresh_from_db()
        with pytest.raises(QuestionGone):
            inbox.accept_code(
                session.pk,
                client_id=uuid.uuid4(),
                kind="run",
                question_id=other.current_question_id,
                source=RIGHT,
            )


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_numbered_without_gaps_and_a_repeat_among_them_is_stored_once() -> None:
    session = make_session()
    ids = [uuid.uuid4() for _ in range(12)]
    numbers: list[int] = []

    def send(client_id: uuid.UUID) -> None:
        numbers.append(inbox.accept_message(session.pk, client_id=client_id, text="At once.").number)
        connection.close()

    threads = [threading.Thread(target=send, args=(each,)) for each in [*ids, *ids]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(numbers) == sorted(2 * list(range(1, 13)))
    stored = ChatMessage.objects.filter(session=session).values_list("number", flat=True)
    assert list(stored) == list(range(1, 13))
