"""The calls on templates."""

from __future__ import annotations

from django.utils.translation import gettext as _
from drf_spectacular.utils import extend_schema
from rest_framework import status
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from viva.accounts.selectors import companies_written_by
from viva.api.v1.changes import changed
from viva.api.v1.common.idempotency import idempotent
from viva.api.v1.common.parsing import query_of
from viva.api.v1.common.permissions import actor_of
from viva.api.v1.common.schema import problem
from viva.api.v1.companies import company_in
from viva.api.v1.interviews.described import InterviewTold
from viva.api.v1.interviews.shapes import linked_shape, question_shape
from viva.api.v1.templates import examples
from viva.api.v1.templates.serializers import (
    NewTemplateInput,
    TemplateInput,
    TemplateQuery,
    TemplateSerializer,
    UseInput,
    words_in,
    words_of,
)
from viva.interviews.models import InterviewTemplate
from viva.interviews.selectors import get_template_for, may_change_template, templates_for
from viva.interviews.services.templates import change_template, create_template, delete_template
from viva.live.services.template_use import use_template

NOT_YOURS = {403: problem("You may read it, but not do this with it.")}


class TemplatesView(APIView):
    pagination_class = None

    @extend_schema(
        operation_id="list_templates",
        summary="Templates: those for everybody, your own, your companies'",
        parameters=[TemplateQuery],
        responses={200: TemplateSerializer(many=True)},
        examples=[examples.LISTED],
    )
    def get(self, request: Request) -> Response:
        asked = query_of(request, TemplateQuery)
        found = templates_for(actor_of(request))
        for parameter, column in (("type", "interview_type"), ("difficulty", "difficulty")):
            if parameter in asked:
                found = found.filter(**{column: asked[parameter]})
        return Response(TemplateSerializer(found, many=True).data)

    @extend_schema(
        operation_id="create_template",
        summary="Make a template",
        request=NewTemplateInput,
        responses={201: TemplateSerializer},
        examples=[examples.SENT, examples.MADE],
    )
    @idempotent
    def post(self, request: Request) -> Response:
        body = NewTemplateInput(data=request.data)
        body.is_valid(raise_exception=True)
        actor = actor_of(request)
        company = company_in(actor, body.validated_data)
        words = words_in(body.validated_data, company_id=company.pk if company else None)
        template = create_template(actor.user, company=company, words=words)
        return Response(TemplateSerializer(template).data, status.HTTP_201_CREATED)


class TemplateView(APIView):
    @extend_schema(
        operation_id="read_template",
        summary="One template, with expected answers",
        responses={200: TemplateSerializer},
        examples=[examples.GIVEN],
    )
    def get(self, request: Request, pk: int) -> Response:
        return Response(TemplateSerializer(get_template_for(actor_of(request), pk)).data)

    @extend_schema(
        operation_id="change_template",
        summary="Change a template; interviews made from it stay as they are",
        request=TemplateInput,
        responses={200: TemplateSerializer, **NOT_YOURS},
        examples=[examples.CHANGE, examples.GIVEN],
    )
    def patch(self, request: Request, pk: int) -> Response:
        template = _changeable(request, pk)
        body = TemplateInput(data=changed(words_of(template), request))
        body.is_valid(raise_exception=True)
        words = words_in(body.validated_data, company_id=template.company_id)
        return Response(TemplateSerializer(change_template(template, words=words)).data)

    @extend_schema(
        operation_id="delete_template",
        summary="Delete a template; interviews made from it stay",
        responses={204: None, **NOT_YOURS},
    )
    def delete(self, request: Request, pk: int) -> Response:
        delete_template(_changeable(request, pk))
        return Response(status=status.HTTP_204_NO_CONTENT)


class UseTemplateView(APIView):
    @extend_schema(
        operation_id="use_template",
        summary="Make an interview from a template",
        description="It keeps the template's title and copies its questions. From a company's template it is the "
        "company's, else your own.",
        request=UseInput,
        responses={201: InterviewTold, 409: problem("The template is switched off."), **NOT_YOURS},
        examples=[examples.USE, examples.USED],
    )
    @idempotent
    def post(self, request: Request, pk: int) -> Response:
        body = UseInput(data=request.data)
        actor = actor_of(request)
        template = get_template_for(actor, pk)
        if template.company_id and not companies_written_by(actor).filter(pk=template.company_id).exists():
            raise PermissionDenied(_("A reviewer reads and judges; others make interviews."))
        body.is_valid(raise_exception=True)
        interview = use_template(
            pk,
            user=actor.user,
            job_role=body.validated_data["job_role"],
            company_name=body.validated_data["company_name"],
        )
        questions = [question_shape(row) for row in interview.questions.order_by("order")]
        told = linked_shape(actor, interview) | {"questions": questions}
        message = _("Interview created from template")
        return Response({"message": message, "interview": told}, status.HTTP_201_CREATED)


def _changeable(request: Request, pk: int) -> InterviewTemplate:
    actor = actor_of(request)
    template = get_template_for(actor, pk)
    if not may_change_template(actor, template):
        raise PermissionDenied(_("Only those whose template it is can change it."))
    return template
