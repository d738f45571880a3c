"""A process killed in the middle of a booking leaves nothing of it behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from django.db import connection

from tests.factories.companies import make_company
from tests.factories.slots import make_slot, make_wanting
from tests.scheduling.storming import Left, booking, left_in
from tests.server import ROOT
from viva.audit.models import Entry
from viva.interviews.models import Interview
from viva.live.models import InterviewSession

pytestmark = [pytest.mark.integration, pytest.mark.services, pytest.mark.django_db(transaction=True)]


def database_url() -> str:
    """Of the database that this test runs on, for another process."""
    found = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{found['NAME']}"
    return f"postgres://{found['USER']}@{found['HOST']}:{found['PORT']}/{found['NAME']}"


def test_killed_between_count_and_commit_all_is_as_before() -> None:
    company = make_company()
    slot, interview = make_slot(company), make_wanting(company)
    entries = Entry.objects.count()
    died = subprocess.run(
        [sys.executable, "-m", "tests.scheduling.dying", str(slot.pk), str(interview.pk)],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "viva.config.settings.test"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert (died.returncode, died.stdout) == (-signal.SIGKILL, "1 1\n"), died.stderr
    assert left_in(slot) == Left(counted=0, booked=0, ends=[], mails=0)
    after = Interview.objects.get(pk=interview.pk)
    assert (after.scheduled_at, after.link_hash, Entry.objects.count()) == (None, None, entries)
    assert not InterviewSession.objects.exists()
    assert booking(slot, interview)().is_new
    assert left_in(slot) == Left(counted=1, booked=1, ends=["booked"], mails=1)
