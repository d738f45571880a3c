"""Interviews as resources: listed, made, read, changed, erased; and their questions."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from viva.accounts.actors import UserActor
from viva.api.v1.common.idempotency import idempotent
from viva.api.v1.common.pagination import Pages
from viva.api.v1.common.parsing import query_of
from viva.api.v1.common.permissions import actor_of
from viva.api.v1.common.schema import invalid, problem
from viva.api.v1.interviews import described, examples
from viva.api.v1.interviews.closing import close_room
from viva.api.v1.interviews.found import found, to_change
from viva.api.v1.interviews.inputs import (
    InterviewChange,
    InterviewInput,
    ListQuery,
    QuestionInput,
    given_question,
    refuse_extra,
    refuse_passed,
)
from viva.api.v1.interviews.listing import FILTERS, Listing
from viva.api.v1.interviews.making import make_interview
from viva.api.v1.interviews.shapes import (
    Shape,
    interview_row,
    linked_shape,
    my_row,
    question_shape,
    row_columns,
)
from viva.interviews.enums import Difficulty, InterviewType, Status
from viva.interviews.models import Interview
from viva.interviews.selectors import get_interview_for, my_interviews_for
from viva.interviews.services.changes import add_question
from viva.live.scripts import forget_plan
from viva.live.services.changing import change_planned
from viva.live.services.over_api import remove_interview
from viva.scheduling.services.times import Who

FORBIDDEN = problem("You may see the interview, and not do this.")


def detail(actor: UserActor, interview: Interview) -> Shape:
    """An interview with its secret link and its questions."""
    questions = [question_shape(question) for question in interview.questions.order_by("order")]
    return linked_shape(actor, interview) | {"questions": questions}


def told(actor: UserActor, pk: int, message: str) -> Shape:
    """`{message, interview}` of the interview as it stands now."""
    return {"message": message, "interview": detail(actor, get_interview_for(actor, pk))}


@extend_schema(tags=["interviews"])
class InterviewsView(APIView):
    pagination_class = Pages

    @extend_schema(
        operation_id="interviews_list",
        summary="The interviews that you may see, newest first",
        parameters=[
            OpenApiParameter("status", enum=["", *Status.values]),
            OpenApiParameter("type", enum=["", *InterviewType.values]),
            OpenApiParameter("difficulty", enum=["", *Difficulty.values]),
        ],
        responses=described.InterviewRow(many=True),
        examples=[examples.LISTED],
    )
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        narrowed = not FILTERS.keys().isdisjoint(request.query_params)
        chosen = query_of(request, ListQuery) if narrowed else {}
        pages = Pages()
        return pages.get_paginated_response(pages.paginate_queryset(Listing(actor, chosen), request, view=self))

    @extend_schema(
        operation_id="interviews_create",
        summary="Create an interview with its questions",
        request=InterviewInput,
        responses={201: described.InterviewTold, 400: invalid()},
        examples=[examples.CREATE, examples.CREATED],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        actor = actor_of(request)
        data = InterviewInput(data=request.data)
        data.is_valid(raise_exception=True)
        interview = make_interview(actor, data.validated_data)
        answer = told(actor, interview.pk, "Interview created successfully")
        return Response(answer, status.HTTP_201_CREATED)


@extend_schema(tags=["interviews"])
class MyInterviewsView(APIView):
    @extend_schema(
        operation_id="interviews_mine",
        summary="Those that you made or sit, newest first, in one plain array",
        responses=described.MyInterview(many=True),
        examples=[examples.LISTED_MINE],
    )
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        rows = row_columns(my_interviews_for(actor))
        return Response([my_row(interview_row(actor, row)) for row in rows])


@extend_schema(tags=["interviews"])
class InterviewView(APIView):
    @extend_schema(
        operation_id="interviews_read",
        summary="One interview",
        responses=described.InterviewAnswer,
        examples=[examples.READ],
    )
    def get(self, request: Request, pk: int) -> Response:
        return Response(detail(*found(request, pk)))

    @extend_schema(
        operation_id="interviews_change",
        summary="Change it before it begins",
        description="Of a company's interview another `scheduled_at` moves it, with mail. Another "
        "`candidate_email` invites that address with a new link; the old link ends, and who had it is told.",
        request=InterviewChange,
        responses={
            200: described.InterviewAnswer,
            403: FORBIDDEN,
            409: problem("It has begun, is completed or cancelled."),
        },
        examples=[examples.CHANGE, examples.READ],
    )
    def patch(self, request: Request, pk: int) -> Response:
        actor, interview = to_change(request, pk)
        data = InterviewChange(data=request.data, partial=True)
        data.is_valid(raise_exception=True)
        if interview.company_id is None:
            refuse_extra(data.validated_data.get("extra_minutes"))
        if interview.company_id and data.validated_data.get("scheduled_at") != interview.scheduled_at:
            refuse_passed(data.validated_data.get("scheduled_at"))
        change_planned(interview, changes=data.validated_data, who=Who(actor.user_id))
        forget_plan(pk)
        return Response(detail(actor, get_interview_for(actor, pk)))

    @extend_schema(
        operation_id="interviews_delete",
        summary="Erase it; one that is booked or begun is cancelled instead",
        request=None,
        responses={
            200: described.InterviewTold,
            204: None,
            403: FORBIDDEN,
            409: problem("It is completed."),
        },
        examples=[examples.CANCELLED],
    )
    def delete(self, request: Request, pk: int) -> Response:
        actor, _interview = to_change(request, pk)
        if remove_interview(pk, who=Who(actor.user_id)):
            return Response(status=status.HTTP_204_NO_CONTENT)
        close_room(pk)
        return Response(told(actor, pk, "Interview cancelled successfully"))


@extend_schema(tags=["interviews"])
class QuestionsView(APIView):
    @extend_schema(
        operation_id="interviews_questions",
        summary="Its questions in order, in one plain array",
        responses=described.QuestionAnswer(many=True),
        examples=[examples.QUESTIONS],
    )
    def get(self, request: Request, pk: int) -> Response:
        _actor, interview = found(request, pk)
        return Response([question_shape(question) for question in interview.questions.order_by("order")])

    @extend_schema(
        operation_id="interviews_questions_add",
        summary="Add a question before it begins",
        request=QuestionInput,
        responses={201: described.QuestionAnswer, 403: FORBIDDEN},
        examples=[examples.QUESTION, examples.QUESTION_ADDED],
    )
    @idempotent
    def post(self, request: Request, pk: int) -> Response:
        to_change(request, pk)
        data = QuestionInput(data=request.data)
        data.is_valid(raise_exception=True)
        question = add_question(pk, given=given_question(data.validated_data))
        forget_plan(pk)
        return Response(question_shape(question), status.HTTP_201_CREATED)
