"""Booking a slot for an interview, and giving the place back."""

from __future__ import annotations

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from viva.accounts.actors import UserActor
from viva.api.v1.common.idempotency import idempotent
from viva.api.v1.common.permissions import actor_of
from viva.api.v1.common.schema import invalid, problem
from viva.api.v1.interviews.shapes import Shape, linked_shape
from viva.api.v1.slots import examples
from viva.api.v1.slots.mail import mail_shape
from viva.api.v1.slots.serializers import (
    BookingInput,
    ReleaseInput,
    ScheduleSerializer,
    SlotBooked,
    SlotReleased,
    SlotSerializer,
)
from viva.api.v1.slots.views import shown_to
from viva.interviews.models import Interview
from viva.interviews.parts import Part, part_of
from viva.interviews.selectors import get_interview_for
from viva.scheduling.models import InterviewSlot
from viva.scheduling.selectors import get_slot_for
from viva.scheduling.services.booking import Booking, Who, book_slot, refuse_candidates_choice, release_slot

REVIEWER = problem("Reviewers read; owners, recruiters and the candidate book.")


class BookSlotView(GenericAPIView[InterviewSlot]):
    serializer_class = SlotSerializer

    @extend_schema(
        operation_id="book_slot",
        summary="Book the slot for an interview; one that is booked elsewhere moves here",
        description="In one transaction: the place is counted, the interview gets the slot's time, session "
        "and secret link, and the mail is queued. The same slot again changes nothing and is answered 200.",
        request=BookingInput,
        responses={
            200: SlotBooked,
            201: SlotBooked,
            400: invalid("`interview_id` is missing or wrong."),
            403: REVIEWER,
            404: problem("There is no such slot or interview, or it is not yours."),
            409: problem("The slot is full, gone or for another job; the interview has begun or is over."),
        },
        examples=[examples.BOOK, examples.BOOKED, examples.BOOKED_BEFORE],
    )
    @idempotent
    def post(self, request: Request, pk: int) -> Response:
        actor = actor_of(request)
        slot = get_slot_for(actor, pk)
        body = BookingInput(data=request.data)
        body.is_valid(raise_exception=True)
        interview = _bookable(actor, body.validated_data["interview_id"])
        notes = body.validated_data["booking_notes"] or ""
        booking = book_slot(slot, interview=interview, who=Who(actor.user_id), notes=notes)
        code = status.HTTP_201_CREATED if booking.is_new else status.HTTP_200_OK
        return Response(_booked(actor, booking), code)


class ReleaseView(GenericAPIView[InterviewSlot]):
    serializer_class = SlotSerializer

    @extend_schema(
        operation_id="release_slot",
        summary="Give the place back; again: nothing changes",
        request=ReleaseInput,
        responses={
            200: SlotReleased,
            400: invalid("`interview_id` is missing or wrong."),
            403: REVIEWER,
            404: problem("There is no such slot or interview, or it is not yours."),
            409: problem("The interview has begun or is over."),
        },
        examples=[examples.RELEASE, examples.RELEASED],
    )
    def post(self, request: Request, pk: int) -> Response:
        actor = actor_of(request)
        slot = get_slot_for(actor, pk)
        body = ReleaseInput(data=request.data)
        body.is_valid(raise_exception=True)
        interview = _bookable(actor, body.validated_data["interview_id"])
        release_slot(slot, interview=interview, who=Who(actor.user_id), reason=body.validated_data["reason"])
        interview.refresh_from_db()
        shape = linked_shape(actor, interview)
        message = "Slot released successfully"
        return Response({"message": message, "slot": shown_to(actor, slot), "interview": shape})


def _bookable(actor: UserActor, interview_id: int) -> Interview:
    """Interview.DoesNotExist (404) for another's; PermissionDenied for a reviewer."""
    interview = get_interview_for(actor, interview_id)
    part = part_of(actor, interview)
    if part is Part.REVIEWER:
        raise PermissionDenied(_("Reviewers read; owners, recruiters and the candidate book."))
    if part is Part.CANDIDATE:
        refuse_candidates_choice(interview)
    return interview


def _booked(actor: UserActor, booking: Booking) -> Shape:
    return {
        "message": "Slot booked successfully",
        "schedule": ScheduleSerializer(booking.schedule).data,
        "interview": linked_shape(actor, booking.interview),
        "email": mail_shape(booking.interview, booking.mail),
    }
