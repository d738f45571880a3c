"""A job says what is recorded of its interviews, and those made from it take it over."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.web.recruiter.test_job_pages import HOME, JOB
from tests.web.recruiter.world import World, make_invited
from viva.jobs.models import Job

pytestmark = [pytest.mark.unit, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("recorded", "sound", "picture"), [("", False, False), ("sound", True, False), ("picture", True, True)]
)
def test_a_job_says_what_is_recorded_of_its_interviews(
    world: World, recruiter: Client, recorded: str, sound: bool, picture: bool
) -> None:
    path = f"{HOME}jobs/{world.job.pk}/edit/"
    recruiter.post(path, {**JOB, "recorded": recorded})
    job = Job.objects.get(pk=world.job.pk)
    assert (job.enable_audio, job.enable_video) == (sound, picture)
    assert recruiter.get(path).context["form"]["recorded"].value() == recorded
    made = make_invited(job, world.recruiter, email="recorded@x.org")
    assert (made.enable_audio, made.enable_video) == (sound, picture)
    assert recruiter.post(path, {**JOB, "recorded": "everything"}).status_code == 400
