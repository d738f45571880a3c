"""The calls on jobs."""

from __future__ import annotations

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from viva.api.v1.changes import changed
from viva.api.v1.common.idempotency import idempotent
from viva.api.v1.common.parsing import query_of
from viva.api.v1.common.permissions import actor_of
from viva.api.v1.common.schema import problem
from viva.api.v1.companies import needed_company_in
from viva.api.v1.jobs import examples
from viva.api.v1.jobs.serializers import JobInput, JobQuery, JobSerializer, NewJobInput, words_in, words_of
from viva.jobs.models import Job
from viva.jobs.selectors import get_job_for, jobs_for, may_change_job
from viva.jobs.services import change_job, create_job, delete_job

NOT_YOURS = problem("Only owners and recruiters of the company can do this.")


class JobsView(GenericAPIView[Job]):
    serializer_class = JobSerializer

    @extend_schema(
        operation_id="list_jobs",
        summary="Jobs, newest first: a candidate's choice, or those of your companies",
        parameters=[JobQuery],
        responses={200: JobSerializer(many=True)},
        examples=[examples.JOB],
    )
    def get(self, request: Request) -> Response:
        found = jobs_for(actor_of(request)).filter(**query_of(request, JobQuery)).select_related("company")
        return self.get_paginated_response(JobSerializer(self.paginate_queryset(found), many=True).data)

    @extend_schema(
        operation_id="create_job",
        summary="Offer a job",
        request=NewJobInput,
        responses={201: JobSerializer, 403: NOT_YOURS},
        examples=[examples.JOB_SENT, examples.JOB_MADE],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        actor = actor_of(request)
        needed_company_in(actor, {})
        body = NewJobInput(data=request.data)
        body.is_valid(raise_exception=True)
        company = needed_company_in(actor, body.validated_data)
        job = create_job(actor.user, company=company, words=words_in(body.validated_data))
        return Response(JobSerializer(job).data, status.HTTP_201_CREATED)


class JobView(GenericAPIView[Job]):
    serializer_class = JobSerializer

    @extend_schema(
        operation_id="read_job", summary="One job", responses={200: JobSerializer}, examples=[examples.JOB]
    )
    def get(self, request: Request, pk: int) -> Response:
        return Response(JobSerializer(get_job_for(actor_of(request), pk)).data)

    @extend_schema(
        operation_id="change_job",
        summary="Change a job; interviews made for it before stay as they are",
        request=JobInput,
        responses={200: JobSerializer, 403: NOT_YOURS},
        examples=[examples.JOB_CHANGE, examples.JOB],
    )
    def patch(self, request: Request, pk: int) -> Response:
        job = _changeable(request, pk)
        body = JobInput(data=changed(words_of(job), request))
        body.is_valid(raise_exception=True)
        return Response(JobSerializer(change_job(job, words=words_in(body.validated_data))).data)

    @extend_schema(
        operation_id="delete_job",
        summary="Delete a job that nobody has applied to",
        responses={204: None, 403: NOT_YOURS, 409: problem("There are applications or interviews for it.")},
    )
    def delete(self, request: Request, pk: int) -> Response:
        delete_job(_changeable(request, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


def _changeable(request: Request, pk: int) -> Job:
    actor = actor_of(request)
    job = get_job_for(actor, pk)
    if not may_change_job(actor, job):
        raise PermissionDenied(_("Only owners and recruiters of the company can do this."))
    return job
