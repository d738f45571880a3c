"""The skills that a résumé names beside those that its job asks for: an aid to reading, which judges nobody.

It is made for one application when somebody opens it, kept nowhere, and no list or score ever sees it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse

from viva.accounts import limits
from viva.ai.profile import Asked, Skill, Source, find_asked, read_profile
from viva.core.errors import TooManyAttempts
from viva.core.time import now
from viva.jobs.models import Application
from viva.jobs.resumes import LARGEST_BYTES
from viva.jobs.selectors import get_application_for
from viva.jobs.texts import NoText, text_of
from viva.web.recruiter.desk import Desk, desk_page, show

_PAGE = "recruiter/resume_skills.html"


@dataclass(frozen=True, slots=True)
class Reading:
    """`asked` in the order of the job, `others` by name: no order says that one is better than another."""

    asked: tuple[Asked, ...]
    others: tuple[Skill, ...]


@desk_page(find=get_application_for, methods=("GET", "HEAD"))
def resume_skills(request: HttpRequest, desk: Desk, found: Application) -> HttpResponse:
    """404 where there is no résumé; 429 for who has read too many files."""
    content = _content_of(found)
    try:
        limits.spend([limits.Attempt(limits.FILE_READING, str(desk.user.pk))])
        reading, problem = _reading(text_of(content), found.job.required_skills), ""
    except NoText as error:
        reading, problem = None, error.reason
    except TooManyAttempts as error:
        response = show(request, _PAGE, desk, {"application": found, "problem": error.detail}, status=429)
        response["Retry-After"] = str(error.retry_after)
        return response
    return show(request, _PAGE, desk, {"application": found, "reading": reading, "problem": problem})


def _content_of(found: Application) -> bytes:
    name = found.resume.name
    if not name or not default_storage.exists(name):
        raise Http404
    with default_storage.open(name) as file:
        return bytes(file.read(LARGEST_BYTES + 1))


def _reading(text: str, wanted: list[str]) -> Reading:
    asked = find_asked(text, wanted)
    named = {label for each in asked for label in each.labels} | {each.name for each in asked}
    read = read_profile(text, source=Source.RESUME, this_year=now().year)
    others = sorted(
        (skill for skill in read.skills if skill.label not in named), key=lambda skill: skill.label.lower()
    )
    return Reading(asked, tuple(others))
