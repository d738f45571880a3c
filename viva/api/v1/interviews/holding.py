"""Holding an interview over the API: start, answer, complete, call off; and a person's score."""

from __future__ import annotations

import logging

from django.conf import settings
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from viva.api.v1.common.schema import problem
from viva.api.v1.interviews import described, examples
from viva.api.v1.interviews.closing import close_room
from viva.api.v1.interviews.found import to_change, to_judge, to_run
from viva.api.v1.interviews.inputs import AnswerInput, CancelInput, ScoreInput, given_answer
from viva.api.v1.interviews.response_shapes import response_shape
from viva.api.v1.interviews.views import FORBIDDEN, told
from viva.core.errors import StateForbids
from viva.core.realtime.loop import call_on_loop
from viva.interviews.enums import Status
from viva.interviews.models import Interview, InterviewQuestion, InterviewResponse
from viva.interviews.parts import Part, sees_scores
from viva.interviews.services.overrides import override_score
from viva.live.assessing import assess_answer
from viva.live.completion import complete_session
from viva.live.languages import offers
from viva.live.models import InterviewSession
from viva.live.scripts import problem_of
from viva.live.services.over_api import (
    begin_over_api,
    cancel_interview,
    ensure_session,
    submit_answer,
)
from viva.scheduling.services.times import Who

log = logging.getLogger(__name__)

# Longer than everything that a completion waits for, each with a deadline of its own.
COMPLETE_SECONDS = 120.0
MARGIN_SECONDS = 5.0


@extend_schema(tags=["interviews"], request=None)
class StartView(APIView):
    @extend_schema(
        operation_id="interviews_start",
        summary="Start it; from then on it takes answers over the API",
        responses={
            200: described.InterviewTold,
            403: FORBIDDEN,
            409: problem("It is not scheduled any more, has no questions, or it is not its candidate's time."),
        },
        examples=[examples.STARTED],
    )
    def post(self, request: Request, pk: int) -> Response:
        actor, _interview, part = to_run(request, pk)
        begin_over_api(pk, by_candidate=part is Part.CANDIDATE)
        return Response(told(actor, pk, "Interview started successfully"))


@extend_schema(tags=["interviews"])
class CancelView(APIView):
    @extend_schema(
        operation_id="interviews_cancel",
        summary="Call it off, with its place and a mail to its candidate; a second time changes nothing",
        request=CancelInput,
        responses={200: described.InterviewTold, 403: FORBIDDEN, 409: problem("It is completed.")},
        examples=[examples.CANCEL, examples.CANCELLED],
    )
    def post(self, request: Request, pk: int) -> Response:
        actor, _interview = to_change(request, pk)
        data = CancelInput(data=request.data)
        data.is_valid(raise_exception=True)
        if cancel_interview(pk, who=Who(actor.user_id), reason=data.validated_data["reason"]):
            close_room(pk)
        return Response(told(actor, pk, "Interview cancelled successfully"))


@extend_schema(tags=["interviews"])
class SubmitResponseView(APIView):
    @extend_schema(
        operation_id="interviews_submit_response",
        summary="Answer a question; again: the new answer replaces the one before",
        request=AnswerInput,
        responses={
            200: described.ResponseTold,
            403: FORBIDDEN,
            409: problem("It is not in progress, or is held in its room."),
        },
        examples=[examples.ANSWER, examples.ANSWERED],
    )
    def post(self, request: Request, pk: int) -> Response:
        _actor, interview, part = to_run(request, pk)
        data = AnswerInput(data=request.data)
        data.is_valid(raise_exception=True)
        question = _question(interview, data.validated_data["question_id"])
        answer = given_answer(data.validated_data, language=interview.coding_language)
        if answer.code and question.tests_id:
            _check_language(question, answer.language)
        stored = submit_answer(pk, question=question, answer=answer)
        if interview.use_ai:
            _assess(stored.pk)
        response = InterviewResponse.objects.select_related("question").get(pk=stored.pk)
        seen = sees_scores(part, interview)
        shape = response_shape(response, with_score=seen, is_open=True)
        return Response({"message": "Response submitted successfully", "response": shape})


def _check_language(question: InterviewQuestion, language: str) -> None:
    """Only what the question's tests can be run with here is taken."""
    set_here = problem_of(question)
    takes = [offer.name for offer in offers(set_here)] if set_here else []
    if language not in takes:
        told = _("The tests of this question take %(takes)s.") % {"takes": ", ".join(takes)}
        raise ValidationError({"language": [told]})


def _question(interview: Interview, question_id: int) -> InterviewQuestion:
    question = interview.questions.filter(pk=question_id).first()
    if question is None:
        raise ValidationError({"question_id": [_("This question does not belong to the interview.")]})
    return question


def _assess(response_id: int) -> None:
    """What is not judged in time stays owed as a row, and the clock does it."""
    try:
        call_on_loop(lambda: assess_answer(response_id), timeout=settings.VIVA_ENGINE_SECONDS + MARGIN_SECONDS)
    except TimeoutError:
        log.warning("an answer was not judged in time: it stays owed")


@extend_schema(tags=["interviews"])
class ResponseView(APIView):
    @extend_schema(
        operation_id="interviews_override_score",
        summary="Give a person's score and the reason for it; both scores are kept",
        request=ScoreInput,
        responses={200: described.ResponseTold, 403: FORBIDDEN, 409: problem("It was cancelled.")},
        examples=[examples.SCORE, examples.SCORED],
    )
    def patch(self, request: Request, pk: int, response_id: int) -> Response:
        actor, interview = to_judge(request, pk)
        response = interview.responses.get(pk=response_id)
        data = ScoreInput(data=request.data)
        data.is_valid(raise_exception=True)
        given = data.validated_data
        override_score(response.pk, by=actor.user, score=given["score"], reason=given["reason"])
        changed = interview.responses.select_related("question").get(pk=response_id)
        is_open = interview.status != Status.COMPLETED
        shape = response_shape(changed, with_score=True, is_open=is_open)
        return Response({"message": "Score updated successfully", "response": shape})


@extend_schema(tags=["interviews"], request=None)
class CompleteView(APIView):
    @extend_schema(
        operation_id="interviews_complete",
        summary="Complete it: totals and feedback; again: the same result",
        responses={
            200: described.InterviewTold,
            403: FORBIDDEN,
            409: problem("It is not in progress."),
        },
        examples=[examples.COMPLETED],
    )
    def post(self, request: Request, pk: int) -> Response:
        actor, interview, _part = to_run(request, pk)
        if interview.status == Status.IN_PROGRESS:
            _complete(pk)
            interview.refresh_from_db(fields=["status"])
        if interview.status != Status.COMPLETED:
            raise StateForbids(_("Only an interview in progress can be completed."))
        return Response(told(actor, pk, "Interview completed successfully"))


def _complete(interview_id: int) -> None:
    ensure_session(interview_id)
    session_id = InterviewSession.objects.values_list("pk", flat=True).get(interview_id=interview_id)
    call_on_loop(lambda: complete_session(session_id), timeout=COMPLETE_SECONDS)
