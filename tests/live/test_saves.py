"""Drafts and edits: stored in order, once, in UTF-16 units; what does not fit gets what is stored."""

from __future__ import annotations

import pytest

from tests.factories.rooms import CODE, STARTER, TALK, make_session
from viva.live.errors import NeedsResync, RoomClosed, RoomError
from viva.live.models import CodeBuffer, EditBatch, InterviewSession
from viva.live.scripts import plan_of
from viva.live.services.saves import DraftSave, EditsSave, store_saves

pytestmark = [pytest.mark.unit, pytest.mark.services, pytest.mark.django_db]

LENGTH = len(STARTER)


@pytest.fixture
def session() -> InterviewSession:
    return make_session(questions=(CODE, *TALK))


def edits(session: InterviewSession, *, seq: int, insert: str = "x", at: int = 0, length: int, order: int = 1):
    question = plan_of(session).ids[order - 1]
    return EditsSave(session.pk, question, seq, ((5, at, at, insert),), length)


def test_edits_begin_from_the_starter_and_are_kept_to_be_replayed(session: InterviewSession) -> None:
    assert store_saves([edits(session, seq=1, length=LENGTH + 1)]) == [1]
    assert (CodeBuffer.objects.get().text, CodeBuffer.objects.get().seq) == ("x" + STARTER, 1)
    assert EditBatch.objects.get().changes == [[5, 0, 0, "x"]]


def test_a_batch_again_is_acknowledged_and_not_applied(session: InterviewSession) -> None:
    first, second = edits(session, seq=1, length=LENGTH + 1), edits(session, seq=2, length=LENGTH + 2)
    assert store_saves([first, second, second, first]) == [1, 2, 2, 2]
    assert CodeBuffer.objects.get().text == "xx" + STARTER
    assert EditBatch.objects.count() == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"seq": 3, "length": LENGTH + 1},
        {"seq": 2, "length": LENGTH},
        {"seq": 2, "at": 9_999, "length": LENGTH + 2},
    ],
    ids=["a gap", "another length", "outside"],
)
def test_what_does_not_fit_is_told_what_is_stored(session: InterviewSession, wrong: dict) -> None:
    store_saves([edits(session, seq=1, length=LENGTH + 1)])
    [refused] = store_saves([edits(session, **wrong)])
    assert isinstance(refused, NeedsResync)
    assert (refused.seq, refused.text) == (1, "x" + STARTER)
    assert CodeBuffer.objects.get().seq == 1


def test_positions_are_utf_16_units(session: InterviewSession) -> None:
    store_saves([edits(session, seq=1, insert="😀", length=LENGTH + 2)])
    assert store_saves([edits(session, seq=2, insert="b", at=2, length=LENGTH + 3)]) == [2]
    assert CodeBuffer.objects.get().text == "😀b" + STARTER


def test_a_refused_save_takes_no_other_with_it(session: InterviewSession) -> None:
    results = store_saves(
        [
            edits(session, seq=7, length=1),
            DraftSave(session.pk, 1, "kept"),
            edits(session, seq=1, order=2, length=1),
            edits(session, seq=1, length=LENGTH + 1),
        ]
    )
    assert [type(each) for each in results] == [NeedsResync, int, RoomError, int]
    session.refresh_from_db()
    assert session.draft == "kept"


def test_another_interviews_question_has_no_editor_here(session: InterviewSession) -> None:
    other = make_session(questions=(CODE,))
    foreign = EditsSave(session.pk, plan_of(other).ids[0], 1, (), LENGTH)
    [refused] = store_saves([foreign])
    assert isinstance(refused, RoomError)
    assert refused.code == "gone"
    assert CodeBuffer.objects.count() == 0


def test_the_draft_with_the_higher_number_wins(session: InterviewSession) -> None:
    drafts = [
        DraftSave(session.pk, 2, "newer"),
        DraftSave(session.pk, 1, "older"),
        DraftSave(session.pk, 2, "same"),
    ]
    assert store_saves(drafts) == [2, 2, 2]
    session.refresh_from_db()
    assert (session.draft, session.draft_seq) == ("newer", 2)


def test_nothing_is_saved_after_the_end(session: InterviewSession) -> None:
    store_saves([edits(session, seq=1, length=LENGTH + 1)])
    InterviewSession.objects.filter(pk=session.pk).update(status="completed")
    late = store_saves([DraftSave(session.pk, 1, "late"), edits(session, seq=2, length=LENGTH + 2)])
    assert [type(each) for each in late] == [RoomClosed, RoomClosed]
    assert CodeBuffer.objects.get().seq == 1
