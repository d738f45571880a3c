"""The calls on slots."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from viva.accounts.actors import UserActor
from viva.accounts.models import Company, Membership
from viva.api.v1.changes import changed
from viva.api.v1.common.idempotency import idempotent
from viva.api.v1.common.parsing import query_of
from viva.api.v1.common.permissions import actor_of
from viva.api.v1.common.schema import problem
from viva.api.v1.companies import needed_company_in
from viva.api.v1.slots import examples
from viva.api.v1.slots.serializers import (
    USUAL_MINUTES,
    CancelQuery,
    NewSlotInput,
    SlotChange,
    SlotInput,
    SlotQuery,
    SlotSerializer,
    SlotTold,
    stands,
    words_in,
)
from viva.jobs.models import Job
from viva.jobs.selectors import jobs_for
from viva.scheduling.models import InterviewSlot
from viva.scheduling.selectors import get_slot_for, may_change_slot, slots_for
from viva.scheduling.services.slots import cancel_slot, change_slot, create_slot
from viva.scheduling.services.times import Who

NOT_YOURS = problem("Only owners and recruiters of the company can do this.")
CHANGED = {
    200: SlotSerializer,
    403: NOT_YOURS,
    409: problem("It is cancelled, has fewer places than are taken, or what is booked in it forbids this."),
}
_FILTERS = {"job": "job_id", "status": "status", "from": "starts_at__gte", "to": "starts_at__lt"}


def slot_shape(slot: InterviewSlot, *, with_notes: bool) -> dict[str, Any]:
    return {**SlotSerializer(slot).data, **({} if with_notes else {"notes": ""})}


def shown_to(actor: UserActor, slot: InterviewSlot) -> dict[str, Any]:
    """As it stands now; its notes are for the company's people."""
    slot.refresh_from_db()
    is_member = Membership.objects.filter(user_id=actor.user_id, company_id=slot.company_id).exists()
    return slot_shape(slot, with_notes=is_member)


class SlotsView(GenericAPIView[InterviewSlot]):
    serializer_class = SlotSerializer

    @extend_schema(
        operation_id="list_slots",
        summary="Slots, the earliest first: your companies', or those open to an interview of yours",
        parameters=[SlotQuery],
        responses={200: SlotSerializer(many=True)},
        examples=[examples.SLOT],
    )
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        query = {_FILTERS[name]: value for name, value in query_of(request, SlotQuery).items()}
        page: QuerySet[InterviewSlot] | list[InterviewSlot] = (
            self.paginate_queryset(slots_for(actor).filter(**query).order_by("starts_at", "pk")) or []
        )
        companies = set(Membership.objects.filter(user_id=actor.user_id).values_list("company_id", flat=True))
        shown = [slot_shape(slot, with_notes=slot.company_id in companies) for slot in page]
        return self.get_paginated_response(shown)

    @extend_schema(
        operation_id="create_slot",
        summary="Offer a time",
        request=NewSlotInput,
        responses={201: SlotSerializer, 403: NOT_YOURS},
        examples=[examples.SLOT_SENT, examples.SLOT_MADE],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        actor = actor_of(request)
        needed_company_in(actor, {})
        body = NewSlotInput(data=request.data)
        body.is_valid(raise_exception=True)
        data = body.validated_data
        job = _job(actor, data)
        company = _company(actor, data, job)
        length = timedelta(minutes=job.duration_minutes if job else USUAL_MINUTES)
        words = words_in(data, job=job, length=length, before=None)
        slot = create_slot(company, words=words, who=Who(actor.user_id))
        return Response(slot_shape(slot, with_notes=True), status.HTTP_201_CREATED)


class SlotView(GenericAPIView[InterviewSlot]):
    serializer_class = SlotSerializer

    @extend_schema(
        operation_id="read_slot",
        summary="One slot",
        responses={200: SlotSerializer},
        examples=[examples.SLOT],
    )
    def get(self, request: Request, pk: int) -> Response:
        actor = actor_of(request)
        return Response(shown_to(actor, get_slot_for(actor, pk)))

    @extend_schema(
        operation_id="replace_slot",
        summary="Change a slot, as PATCH does; for older clients",
        description="What is left out stays as it is. `current_bookings` and `status` are the server's own "
        "figures: a client's values for them are accepted and have no effect.",
        request=SlotChange,
        responses=CHANGED,
        examples=[examples.OLDER, examples.SLOT],
    )
    def put(self, request: Request, pk: int) -> Response:
        return self.patch(request, pk)

    @extend_schema(
        operation_id="change_slot",
        summary="Change a slot; another time moves what is booked in it, with a mail to each candidate",
        request=SlotChange,
        responses=CHANGED,
        examples=[examples.SLOT_CHANGE, examples.SLOT],
    )
    def patch(self, request: Request, pk: int) -> Response:
        actor, slot = _changeable(request, pk)
        body = SlotInput(data=changed(stands(slot), request))
        body.is_valid(raise_exception=True)
        data = body.validated_data
        job = slot.job if data["job"] == slot.job_id else _job(actor, data)
        if job and job.company_id != slot.company_id:
            raise ValidationError({"job": [_("The job is of another company.")]})
        words = words_in(data, job=job, length=slot.ends_at - slot.starts_at, before=slot.starts_at)
        return Response(slot_shape(change_slot(slot, words=words, who=Who(actor.user_id)), with_notes=True))

    @extend_schema(
        operation_id="cancel_slot",
        summary="Cancel a slot; what is booked in it waits for another time, with a mail to each candidate",
        parameters=[CancelQuery],
        request=None,
        responses={200: SlotTold, 403: NOT_YOURS, 409: problem("It was booked at the same moment.")},
        examples=[examples.SLOT_CANCELLED],
    )
    def delete(self, request: Request, pk: int) -> Response:
        actor, slot = _changeable(request, pk)
        cancel_slot(slot, reason=query_of(request, CancelQuery).get("reason", ""), who=Who(actor.user_id))
        return Response({"message": "Slot cancelled successfully", "slot": shown_to(actor, slot)})


def _changeable(request: Request, pk: int) -> tuple[UserActor, InterviewSlot]:
    actor = actor_of(request)
    slot = get_slot_for(actor, pk)
    if not may_change_slot(actor, slot):
        raise PermissionDenied(_("Only owners and recruiters of the company can do this."))
    return actor, slot


def _job(actor: UserActor, data: dict[str, Any]) -> Job | None:
    if data.get("job") is None:
        return None
    job = jobs_for(actor).select_related("company").filter(pk=data["job"]).first()
    if job is None:
        raise ValidationError({"job": [_("There is no such job.")]})
    return job


def _company(actor: UserActor, data: dict[str, Any], job: Job | None) -> Company:
    """The one that is named, else the job's; the actor writes for it."""
    company = needed_company_in(actor, {"company": job.company_id} if job and "company" not in data else data)
    if job and job.company_id != company.pk:
        raise ValidationError({"job": [_("The job is of another company.")]})
    return company
