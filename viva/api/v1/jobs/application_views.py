"""The calls on applications."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from viva.accounts.actors import UserActor
from viva.accounts.models import Role
from viva.api.v1.common.idempotency import idempotent
from viva.api.v1.common.parsing import query_of
from viva.api.v1.common.permissions import actor_of
from viva.api.v1.common.schema import problem
from viva.api.v1.jobs import examples
from viva.api.v1.jobs.serializers import ApplicationInput, ApplicationQuery, ApplicationSerializer, StageInput
from viva.jobs.models import Application, Job, Stage
from viva.jobs.selectors import applications_for, get_application_for, jobs_for, may_change_job
from viva.jobs.services import add_applicant, apply_for, move_application, withdraw

FORBIDDEN = problem("Reviewers read; owners and recruiters add and move.")


class ApplicationsView(GenericAPIView[Application]):
    serializer_class = ApplicationSerializer

    @extend_schema(
        operation_id="list_applications",
        summary="Applications, newest first: your own, and those to your companies' jobs",
        parameters=[ApplicationQuery],
        responses={200: ApplicationSerializer(many=True)},
        examples=[examples.APPLICATION],
    )
    def get(self, request: Request) -> Response:
        found = applications_for(actor_of(request)).filter(**query_of(request, ApplicationQuery))
        return self.get_paginated_response(ApplicationSerializer(self.paginate_queryset(found), many=True).data)

    @extend_schema(
        operation_id="create_application",
        summary="Apply for a job, or add a candidate to one of your company's",
        request=ApplicationInput,
        responses={
            201: ApplicationSerializer,
            403: FORBIDDEN,
            409: problem("The job is closed, or there is one with this address."),
        },
        examples=[examples.APPLY, examples.ADD, examples.APPLICATION_MADE],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        actor = actor_of(request)
        body = ApplicationInput(data=request.data)
        body.is_valid(raise_exception=True)
        application = _made(actor, body.validated_data)
        return Response(ApplicationSerializer(application).data, status.HTTP_201_CREATED)


class ApplicationView(GenericAPIView[Application]):
    serializer_class = ApplicationSerializer

    @extend_schema(
        operation_id="read_application",
        summary="One application",
        responses={200: ApplicationSerializer},
        examples=[examples.APPLICATION],
    )
    def get(self, request: Request, pk: int) -> Response:
        return Response(ApplicationSerializer(get_application_for(actor_of(request), pk)).data)

    @extend_schema(
        operation_id="move_application",
        summary="Move an application to another stage; a candidate withdraws their own",
        request=StageInput,
        responses={
            200: ApplicationSerializer,
            403: FORBIDDEN,
            409: problem("It was withdrawn, or has been decided."),
        },
        examples=[examples.MOVE, examples.APPLICATION],
    )
    def patch(self, request: Request, pk: int) -> Response:
        actor = actor_of(request)
        application = get_application_for(actor, pk)
        body = StageInput(data=request.data)
        body.is_valid(raise_exception=True)
        moved = _moved(actor, application, stage=Stage(body.validated_data["stage"]))
        return Response(ApplicationSerializer(moved).data)


def _made(actor: UserActor, data: dict[str, Any]) -> Application:
    job = jobs_for(actor).filter(pk=data["job"]).first()
    if job is None:
        raise ValidationError({"job": [_("There is no such job.")]})
    if may_change_job(actor, job):
        return _added(job, data)
    if actor.user.role != Role.CANDIDATE:
        raise PermissionDenied(_("Reviewers read; owners and recruiters add candidates."))
    if not actor.user.email:
        raise ValidationError({"email": [_("Your account has no e-mail address. Give it one, then apply.")]})
    return apply_for(job, candidate=actor.user, note=data["note"])


def _added(job: Job, data: dict[str, Any]) -> Application:
    missing = [name for name in ("name", "email") if not data.get(name)]
    if missing:
        raise ValidationError({name: [_("This field is required.")] for name in missing})
    return add_applicant(job, name=data["name"], email=data["email"], note=data["note"])


def _moved(actor: UserActor, application: Application, *, stage: Stage) -> Application:
    if may_change_job(actor, application.job):
        return move_application(application, stage=stage)
    if application.candidate_id == actor.user_id and stage == Stage.WITHDRAWN:
        return withdraw(application)
    raise PermissionDenied(_("You can withdraw your own application; its company decides the rest."))
