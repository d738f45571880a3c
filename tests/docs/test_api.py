"""docs/api.md, typed from top to bottom against a running server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import lacking
from tests.docs.pages import ROOT, blocks
from tests.server import Server, serving

pytestmark = pytest.mark.integration
PAGE = ROOT / "docs" / "api.md"
COMMANDS = [block.text for block in blocks(PAGE) if block.marks == ("sh", "api")]


def typed(server: Server, folder: Path) -> subprocess.CompletedProcess[str]:
    """As somebody would, one block after the other in one shell; the first that fails ends it."""
    if not shutil.which("curl"):
        lacking("curl")
    python = folder / "python3"
    python.symlink_to(sys.executable)
    script = "set -euo pipefail\n" + "\n".join(COMMANDS).replace("http://127.0.0.1:8000", server.url)
    return subprocess.run(
        ["bash", "-c", script],
        env={"PATH": f"{folder}:{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_whole_journey_runs_and_leaves_what_the_page_says(tmp_path: Path) -> None:
    with serving() as server:
        done = typed(server, tmp_path)
        assert done.returncode == 0, done.stdout[-3_000:] + done.stderr
        made = server.rows(
            "SELECT status, max_score FROM interviews_interview WHERE title = 'Backend interview' ORDER BY id"
        )
        judged = server.rows(
            "SELECT count(*) FROM interviews_interviewresponse r"
            " JOIN interviews_interview i ON i.id = r.interview_id"
            " WHERE i.title = 'Backend interview' AND r.is_evaluated"
        )
        owned = server.rows(
            "SELECT c.name, m.role FROM accounts_membership m JOIN accounts_company c ON c.id = m.company_id"
            " JOIN accounts_user u ON u.id = m.user_id WHERE u.username = 'rita'"
        )
        invited = server.rows(
            "SELECT i.candidate_email, j.title FROM interviews_interview i JOIN jobs_job j ON j.id = i.job_id"
            " JOIN accounts_user u ON u.id = i.user_id WHERE u.username = 'rita'"
        )
        slots = server.rows(
            "SELECT starts_at, current_bookings, status FROM scheduling_interviewslot s"
            " WHERE created_by_id = (SELECT id FROM accounts_user WHERE username = 'rita') ORDER BY starts_at"
        )
        bookings = server.rows(
            "SELECT b.status FROM scheduling_interviewschedule b"
            " JOIN scheduling_interviewslot s ON s.id = b.slot_id"
            " JOIN accounts_user u ON u.id = s.created_by_id WHERE u.username = 'rita' ORDER BY b.id"
        )
        ended = server.rows("SELECT count(*) FROM accounts_tokenfamily WHERE revoked_at IS NOT NULL")
    assert (made, judged, owned) == ([("completed", 20.0)], [(2,)], [("Acme", "owner")])
    assert (invited, ended) == ([("ann@people.example", "Backend Engineer")], [(1,)])
    assert slots == [("2035-03-12 05:30:00", 0, "available"), ("2035-03-13 09:00:00", 0, "cancelled")]
    assert [status for (status,) in bookings] == ["moved", "released", "cancelled"]


def test_the_page_has_the_calls_of_every_part() -> None:
    text = "".join(COMMANDS)
    parts = ("auth", "interviews", "templates", "jobs", "applications", "webhooks", "insights", "interviews/slots")
    assert [part for part in parts if f"$VIVA/{part}/" not in text] == []
