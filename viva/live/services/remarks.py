"""What was found out about a solution beside its verdict."""

from __future__ import annotations

from django.db import transaction

from viva.core.time import now
from viva.live.models import ChatMessage, CodeSubmission, InterviewSession
from viva.live.models.session import MessageKind, SessionStatus, Speaker


@transaction.atomic
def store_remark(session_id: int, *, number: int, text: str, aloud: bool) -> list[ChatMessage]:
    """Keep it with submission `number`; `aloud` it is said in the room too, while the interview goes on."""
    session = InterviewSession.objects.select_for_update().get(pk=session_id)
    submission = CodeSubmission.objects.filter(session_id=session_id, number=number).first()
    if submission is None or submission.remark:
        return []
    CodeSubmission.objects.filter(pk=submission.pk).update(remark=text)
    if not aloud or session.status != SessionStatus.IN_PROGRESS:
        return []
    InterviewSession.objects.filter(pk=session_id).update(last_number=session.last_number + 1)
    message = ChatMessage.objects.create(
        session_id=session_id,
        number=session.last_number + 1,
        speaker=Speaker.INTERVIEWER,
        kind=MessageKind.REMARK,
        question_id=submission.question_id,
        text=text,
        payload={"submission": number},
        created_at=now(),
    )
    return [message]
