"""Reads of the live room. `get_session_for` is the only way to a session."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from viva.accounts.actors import Actor, LinkHolder
from viva.ai.engines.base import Line
from viva.interviews.models import InterviewQuestion
from viva.live.models import ChatMessage, InterviewSession
from viva.live.models.session import MessageKind, SessionStatus, Speaker
from viva.live.recent import MOST_LINES


def sessions_for(actor: Actor) -> QuerySet[InterviewSession]:
    """The rooms that the actor sits in: their own practice, and companies' interviews as the candidate.

    Whoever made a company's interview has no way into its room. Those held over the API have no room: they are
    nobody's here.
    """
    sessions = InterviewSession.objects.select_related("interview__user").filter(over_api=False)
    if isinstance(actor, LinkHolder):
        return sessions.filter(interview_id=actor.interview_id)
    practice = Q(interview__user_id=actor.user_id, interview__company__isnull=True)
    hiring = Q(interview__candidate_id=actor.user_id, interview__company__isnull=False)
    return sessions.filter(practice | hiring)


def get_session_for(actor: Actor, session_id: int) -> InterviewSession:
    """The session, or InterviewSession.DoesNotExist for one that is not there or not the actor's."""
    return sessions_for(actor).get(pk=session_id)


def get_said_for(actor: Actor, session_id: int, number: int) -> ChatMessage:
    """What the interviewer says to the actor in a running interview of a company; ChatMessage.DoesNotExist for
    anything else: not theirs, not said yet, over, the candidate's own words."""
    return ChatMessage.objects.get(
        session__in=_running_for(actor),
        session_id=session_id,
        number=number,
        speaker=Speaker.INTERVIEWER,
    )


def get_question_for(actor: Actor, session_id: int, question_id: int) -> InterviewQuestion:
    """A question that the actor's running interview has come to, the first from the start on;
    InterviewQuestion.DoesNotExist for anything else."""
    session = _running_for(actor).select_related("current_question").filter(pk=session_id).first()
    if session is None:
        raise InterviewQuestion.DoesNotExist
    reached = session.current_question.order if session.current_question else 1
    return InterviewQuestion.objects.get(interview_id=session.interview_id, pk=question_id, order__lte=reached)


def patience_with(session_id: int) -> float:
    """By how much longer than others its candidate is waited for, from 1."""
    return InterviewSession.objects.select_related("interview").get(pk=session_id).interview.patience


def _running_for(actor: Actor) -> QuerySet[InterviewSession]:
    return sessions_for(actor).filter(status=SessionStatus.IN_PROGRESS, interview__company__isnull=False)


def messages_after(session_id: int, number: int) -> QuerySet[ChatMessage]:
    """The messages that a tab which has seen `number` lacks, in order."""
    return ChatMessage.objects.filter(session_id=session_id, number__gt=number).order_by("number")


def said_so_far(session_id: int, *, handled: int) -> list[ChatMessage]:
    """The conversation before what waits behind `handled`, without remarks on code: its last lines, and one more
    than are kept where there are more."""
    said = ChatMessage.objects.filter(session_id=session_id).exclude(kind=MessageKind.REMARK).exclude(text="")
    said = said.exclude(speaker=Speaker.CANDIDATE, number__gt=handled)
    return list(reversed(said.order_by("-number")[: MOST_LINES + 1]))


def lines_of(messages: Iterable[ChatMessage]) -> list[Line]:
    """As engines take a conversation: what has words, without verdicts and code."""
    return [Line(message.speaker, message.text) for message in messages if message.text]
