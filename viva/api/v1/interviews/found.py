"""Fetching what a call is about, and checking that the caller may do it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request

from viva.accounts.actors import UserActor
from viva.api.v1.common.permissions import actor_of
from viva.interviews.models import Interview
from viva.interviews.parts import Part, part_of
from viva.interviews.selectors import get_interview_for


def found(request: Request, pk: int) -> tuple[UserActor, Interview]:
    """The caller and the interview; Interview.DoesNotExist (404) for another's."""
    actor = actor_of(request)
    return actor, get_interview_for(actor, pk)


def to_run(request: Request, pk: int) -> tuple[UserActor, Interview, Part]:
    """For those who hold the interview: PermissionDenied for a company's reviewer."""
    actor, interview = found(request, pk)
    part = part_of(actor, interview)
    if not part.may_run:
        raise PermissionDenied(_("A reviewer reads and judges; others hold the interview."))
    return actor, interview, part


def to_change(request: Request, pk: int) -> tuple[UserActor, Interview]:
    actor, interview = found(request, pk)
    if not part_of(actor, interview).may_change:
        raise PermissionDenied(_("Only those who made the interview can change it."))
    return actor, interview


def to_judge(request: Request, pk: int) -> tuple[UserActor, Interview]:
    actor, interview = found(request, pk)
    if not part_of(actor, interview).may_judge:
        raise PermissionDenied(_("Its candidate cannot score the interview."))
    return actor, interview
