"""What is read of an interview: its result, its transcript, its recordings."""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.db.models import CharField, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from viva.accounts.actors import UserActor
from viva.api.v1.common.pagination import Pages
from viva.api.v1.common.schema import problem
from viva.api.v1.interviews import described, examples
from viva.api.v1.interviews.found import found
from viva.api.v1.interviews.response_shapes import responses_of, result_shape
from viva.api.v1.interviews.shapes import (
    UNSOLVED,
    Shape,
    interview_shape,
    practise_shape,
    question_shape,
    solved_question_shape,
    strictness_shape,
)
from viva.core.errors import StateForbids
from viva.interviews.enums import Status
from viva.interviews.models import Interview, PendingEvaluation
from viva.interviews.parts import Part, is_judged_unseen, part_of
from viva.live.heard import HeardPart, address_token, get_recording_for, heard
from viva.live.models import ChatMessage, CodeSubmission, Recording
from viva.live.models.code import STOPPED, SubmissionMode
from viva.live.models.session import MessageKind, Speaker


@extend_schema(tags=["interviews"])
class ResultsView(APIView):
    @extend_schema(
        operation_id="interviews_results",
        summary="Everything: questions with what was expected, responses with evidence",
        description=(
            "A company's candidate has it once the company has released it, without what was expected and without "
            "who changed a score and why."
        ),
        parameters=[
            OpenApiParameter("If-None-Match", str, OpenApiParameter.HEADER),
            OpenApiParameter("ETag", str, OpenApiParameter.HEADER, response=[200, 304]),
        ],
        responses={
            200: described.ResultsAnswer,
            304: OpenApiResponse(description="Nothing has changed since the `ETag` that you named."),
            409: problem("It is not completed, or not released to you yet."),
        },
        examples=[examples.RESULT],
    )
    def get(self, request: Request, pk: int) -> Response:
        actor, interview = found(request, pk)
        if interview.status != Status.COMPLETED:
            raise StateForbids(_("There are results only once the interview is completed."))
        if is_judged_unseen(actor, interview):
            raise StateForbids(_("The company has not released the results yet."))
        results = _results(actor, interview)
        tag = f'"{hashlib.sha256(JSONRenderer().render(results)).hexdigest()[:32]}"'
        headers = {"ETag": tag, "Cache-Control": "private, no-cache", "Vary": "Authorization"}
        if _is_known(request, tag):
            return Response(status=status.HTTP_304_NOT_MODIFIED, headers=headers)
        return Response(results, headers=headers)


def _is_known(request: Request, tag: str) -> bool:
    known = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in known or tag in {each.removeprefix("W/") for each in known}


def _results(actor: UserActor, interview: Interview) -> Shape:
    codes = {
        code.question_id: code
        for code in CodeSubmission.objects.filter(session__interview=interview, mode=SubmissionMode.SUBMIT)
        .exclude(verdict__in=["", STOPPED])
        .order_by("number")
    }
    questions = list(interview.questions.order_by("order"))
    sits_it = interview.company_id is not None and part_of(actor, interview) is Part.CANDIDATE
    solved = question_shape if sits_it else solved_question_shape
    return interview_shape(actor, interview) | {
        "questions": [UNSOLVED | solved(question) for question in questions],
        "responses": [
            result_shape(response, codes.get(response.question_id), with_people=not sits_it)
            for response in responses_of(interview.pk)
        ],
        "practise": [practise_shape(item) for item in interview.practise_items],
        "strictness": None if sits_it else strictness_shape(interview),
        "pending_evaluations": PendingEvaluation.objects.filter(response__interview=interview).count(),
    }


@extend_schema(tags=["interviews"])
class TranscriptView(APIView):
    pagination_class = Pages

    @extend_schema(
        operation_id="interviews_transcript",
        summary="What was asked and said, in order",
        responses=described.TranscriptLine(many=True),
        examples=[examples.TRANSCRIPT],
    )
    def get(self, request: Request, pk: int) -> Response:
        _actor, interview = found(request, pk)
        pages = Pages()
        spoken = _spoken(interview)
        lines = pages.paginate_queryset(spoken if spoken.exists() else _written(interview), request, view=self)
        return pages.get_paginated_response([_line(line) for line in lines or []])


def _spoken(interview: Interview):  # type: ignore[no-untyped-def]
    """The room's messages; verdicts stand with the code, not among the words."""
    submitted = CodeSubmission.objects.filter(session=OuterRef("session_id"), number=OuterRef("number"))
    code = Coalesce(Subquery(submitted.values("source")[:1]), Value(""), output_field=CharField())
    said = ChatMessage.objects.filter(session__interview=interview).exclude(kind=MessageKind.VERDICT)
    return said.annotate(code=code).order_by("number")


def _line(line: ChatMessage | Shape) -> Shape:
    if isinstance(line, dict):
        return line
    return {
        "number": line.number,
        "speaker": line.speaker,
        "kind": line.kind,
        "question": line.question_id,
        "text": line.text,
        "code": line.code,  # type: ignore[attr-defined]
        "at": line.created_at,
    }


def _written(interview: Interview) -> list[Shape]:
    """An interview held over the API: each answered question, then its answer."""
    lines: list[Shape] = []
    answered = interview.responses.select_related("question").filter(submitted_at__isnull=False)
    for response in answered.order_by("question__order"):
        common: Shape = {"question": response.question_id}
        asked: Shape = {"speaker": Speaker.INTERVIEWER, "kind": MessageKind.QUESTION, "code": ""}
        asked |= {"text": question_shape(response.question)["question_text"], "at": response.started_at}
        kind = MessageKind.SUBMIT if response.code_response else MessageKind.TEXT
        said: Shape = {"speaker": Speaker.CANDIDATE, "kind": kind, "code": response.code_response}
        said |= {"text": response.text_response, "at": response.submitted_at}
        lines += [{"number": len(lines) + offset} | common | line for offset, line in enumerate((asked, said), 1)]
    return lines


@extend_schema(tags=["interviews"])
class RecordingsView(APIView):
    pagination_class = Pages

    @extend_schema(
        operation_id="interviews_recordings",
        summary="Its recording, part by part",
        description=(
            "A part for each time that the candidate's page began to record, with its length, size and checksum, "
            "what is missing within it and when it is erased. `url` opens it for an hour, by "
            "ranges and without a token; ask again for a fresh one."
        ),
        responses=described.RecordingAnswer(many=True),
        examples=[examples.RECORDINGS],
    )
    def get(self, request: Request, pk: int) -> Response:
        actor, _interview = found(request, pk)
        pages = Pages()
        parts = pages.paginate_queryset(_recorded(actor, pk), request, view=self)
        shown = [_part(actor, part, expires_at, request) for part, expires_at in parts or []]
        return pages.get_paginated_response(shown)


def _recorded(actor: UserActor, pk: int) -> list[tuple[HeardPart, datetime]]:
    """Each part with when it expires."""
    try:
        told = heard(get_recording_for(actor, pk))
    except Recording.DoesNotExist:
        return []
    return [(part, told.keep_until) for part in told.parts]


def _part(actor: UserActor, part: HeardPart, expires_at: datetime, request: Request) -> Shape:
    path = reverse("recording_part", args=[address_token(part.id, actor.user_id)])
    return part.told() | {"expires_at": expires_at, "url": request.build_absolute_uri(path)}
