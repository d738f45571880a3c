"""`python -m tests.e2e.reviewing`: a company with interviews to review, in the database of VIVA_DATA_DIR.

Prints as JSON where the pages of each state are. People: `rita` owns it, `rolf` reviews, `cara` was interviewed,
`nora` owns a company without interviews; the password of each is that of tests.server.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "viva.config.settings.dev")
django.setup()

from tests.e2e.history import HARD_LINES, LONG_NAME, RTL_NAME  # noqa: E402
from tests.factories.companies import make_company  # noqa: E402
from tests.factories.interviews import make_interview  # noqa: E402
from tests.factories.recordings import make_recorded, record  # noqa: E402
from tests.factories.reviews import QUESTIONS, hold  # noqa: E402
from tests.server import PASSWORD  # noqa: E402
from viva.accounts.models import Company, MemberRole, Profile, Role, User  # noqa: E402
from viva.core.time import now  # noqa: E402
from viva.interviews.models import Consent, Interview, PersonRequest, Verdict  # noqa: E402
from viva.interviews.services.judging import add_comment, decide  # noqa: E402
from viva.interviews.services.overrides import override_score  # noqa: E402
from viva.interviews.services.releasing import release_result  # noqa: E402
from viva.jobs.models import Job  # noqa: E402
from viva.live.models.recording import IncidentKind  # noqa: E402
from viva.live.services.incidents import note_incident  # noqa: E402
from viva.live.services.system_checks import keep_system_check  # noqa: E402
from viva.notifications.models import Mail  # noqa: E402
from viva.scheduling.services.scheduling import schedule_at  # noqa: E402
from viva.scheduling.services.times import Who  # noqa: E402

REVIEW = "/dashboard/recruiter/interviews"
MANY = 30


def make_world() -> dict[str, str]:
    rita, rolf, nora = (_person(name, Role.RECRUITER) for name in ("rita", "rolf", "nora"))
    cara = _person("cara", Role.CANDIDATE)
    company = make_company("Brightwater Labs")
    company.memberships.create(user=rita, role=MemberRole.OWNER)
    company.memberships.create(user=rolf, role=MemberRole.REVIEWER)
    make_company("Quiet Corner").memberships.create(user=nora, role=MemberRole.OWNER)
    job = Job.objects.create(company=company, created_by=rita, title="Backend Engineer", created_at=now())
    fresh, judged = (_held(rita, company, job, candidate=cara) for _ in range(2))
    _judge(judged, rita, rolf)
    hard = _held(rita, company, job, name=LONG_NAME.strip(), text="\n\n".join(HARD_LINES))
    rtl = _held(rita, company, job, name=RTL_NAME)
    PersonRequest.objects.create(interview=rtl, note=HARD_LINES[0], created_at=now())
    recorded = _recorded(rita, company)
    waiting = _interview(rita, company, job, name="Wanda Waiting")
    schedule_at(waiting, starts_at=now() + timedelta(days=2), who=Who(rita.pk))
    Mail.objects.filter(interview_id=waiting.pk).update(
        status="failed", error="The server refused the address (550)."
    )
    _fill(rita, company)
    return {
        "fresh": f"{REVIEW}/{fresh.pk}/",
        "judged": f"{REVIEW}/{judged.pk}/",
        "hard": f"{REVIEW}/{hard.pk}/",
        "rtl": f"{REVIEW}/{rtl.pk}/",
        "waiting": f"{REVIEW}/{waiting.pk}/",
        "recorded": f"{REVIEW}/{recorded.pk}/",
        "awaits": f"/interviews/{fresh.pk}/",
        "released": f"/interviews/{judged.pk}/",
    }


def _person(username: str, role: Role) -> User:
    user = User(username=username, email=f"{username}@viva.example", name=username.capitalize(), role=role)
    user.set_password(PASSWORD)
    user.save()
    Profile.objects.create(user=user)
    return user


def _interview(
    owner: User, company: Company, job: Job, *, name: str = "", candidate: User | None = None
) -> Interview:
    return make_interview(
        owner,
        company=company,
        job=job,
        candidate=candidate,
        candidate_name=name or (candidate.name if candidate else ""),
        candidate_email=candidate.email if candidate else "somebody@people.example",
        questions=QUESTIONS,
    )


def _held(
    owner: User,
    company: Company,
    job: Job,
    *,
    name: str = "",
    candidate: User | None = None,
    text: str = "An index makes reads fast, and it costs writes.",
) -> Interview:
    interview = _interview(owner, company, job, name=name, candidate=candidate)
    Consent.objects.create(
        interview=interview, version="2026-01", ai_evaluation=True, retention_days=365, given_at=now()
    )
    hold(interview, text=text)
    return interview


def _recorded(owner: User, company: Company) -> Interview:
    """In two parts, with gaps, troubles and a system check."""
    interview = make_recorded(recruiter=owner, company=company, questions=QUESTIONS)
    record(interview)
    record(interview, chunks=5)
    note_incident(interview, kind=IncidentKind.MICROPHONE_LOST)
    found = {
        "browser": {"result": "passed"},
        "microphone": {"result": "failed", "cause": "clipping", "level_db": -3},
    }
    keep_system_check(interview, found=found, browser="A browser whose name is rather long " * 5)
    hold(interview)
    return interview


def _judge(interview: Interview, owner: User, reviewer: User) -> None:
    first = interview.responses.get(question__order=1)
    override_score(
        first.pk, by=reviewer, score=5.5, reason="The cost of writes came only when asked.\n" + "W" * 200
    )
    override_score(first.pk, by=owner, score=6.5, reason="It came unasked; I heard it again.")
    add_comment(interview, by=reviewer, text="Shall we ask about space in the next round?\n\n" + "W" * 300)
    for verdict in (Verdict.HOLD, Verdict.ADVANCE):
        decide(interview, by=owner, verdict=verdict, reason="Clear about trade-offs. " * 8, moves_stage=True)
    release_result(interview, by=owner)


def _fill(owner: User, company: Company) -> None:
    """So many that the list has pages."""
    Interview.objects.bulk_create(
        [
            Interview(
                user=owner,
                company=company,
                purpose="hiring",
                title=f"Interview {number}",
                candidate_name=f"Candidate {number}",
                created_at=now() - timedelta(days=number + 1),
                status="cancelled" if number % 3 else "scheduled",
            )
            for number in range(MANY)
        ]
    )


if __name__ == "__main__":
    print(json.dumps(make_world()))
