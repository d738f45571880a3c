"""The whole story of hiring with Viva, from the recruiter's sign-up to the decision and its report."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from icalendar import Calendar
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader

from tests.e2e.answers import full_answer, question_in
from tests.e2e.browsing import FORMATS, browsing, overflow
from tests.e2e.interviewing import has_editor, solve
from tests.e2e.people import Newcomer, sign_up
from tests.e2e.room_page import RoomPage
from tests.e2e.test_portal import complete
from tests.e2e.travelling import travel
from tests.notifications.letterbox import Letterbox, letterbox
from tests.server import Server, serving

pytestmark = pytest.mark.e2e

START_MS = 45_000
CSV = "name,email\nSamira Haddad,{address}\n"


@pytest.fixture(scope="module")
def post() -> Iterator[Letterbox]:
    with letterbox() as box:
        yield box


@pytest.fixture(scope="module")
def travelling(chromium: Browser, post: Letterbox) -> Iterator[Server]:
    with serving(
        "tests.e2e.travelling",
        DJANGO_SETTINGS_MODULE="tests.e2e.settings",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=str(post.port),
        VIVA_DISPLAY_TIME_ZONE="Europe/Berlin",
    ) as server:
        yield server


@pytest.mark.parametrize("format_name", FORMATS)
def test_from_the_recruiters_first_job_to_the_decision(
    chromium: Browser, travelling: Server, post: Letterbox, format_name: str
) -> None:
    address = f"samira.{format_name}@candidates.example"
    starts_at = (datetime.now(UTC) + timedelta(days=1)).replace(hour=10, minute=0, second=0, microsecond=0)
    travel(travelling, datetime.now(UTC))
    options = {"base_url": travelling.url, "timezone_id": "UTC", **FORMATS[format_name]}
    with (
        browsing(chromium, accept_downloads=True, **options) as (desk, _),
        browsing(chromium, **options) as (elsewhere, _),
    ):
        recruiter, candidate = desk.new_page(), elsewhere.new_page()
        company = f"Brightwater {format_name}"
        who = Newcomer("Rita Meyer", f"rita-{format_name}", f"rita-{format_name}@company.example", company=company)
        sign_up(recruiter, travelling.url, who)
        job = make_job(recruiter)
        offer_slot(recruiter, starts_at)
        import_candidate(recruiter, job, address)
        schedule(recruiter)
        mail = arrived(recruiter, post, address, "Interview Scheduled - Backend engineer at ")
        link = link_in(mail, travelling)
        invitation = calendar_of(mail)
        assert invitation["dtstart"].dt == starts_at
        candidate.goto(link)
        expect(candidate.get_by_role("timer")).to_be_visible()
        travel(travelling, starts_at + timedelta(seconds=2))
        candidate.goto(link)
        candidate.get_by_role("button", name="I agree, start the interview").click()
        room = RoomPage(candidate)
        room.wait_until_open()
        assert overflow(candidate) <= 0
        hold(room)
        complete(candidate)
        assert "/100" not in candidate.get_by_role("main").inner_text()
        review(recruiter)
        override(recruiter)
        decide(recruiter)
        assert overflow(recruiter) <= 0
        words = report(recruiter)
        assert "Samira Haddad" in words
        assert "Backend engineer" in words
        assert "Advance" in words
    completed = arrived(None, post, address, "Interview")
    assert completed is not mail


def hold(room: RoomPage) -> None:
    """Every question well, with a right solution where there is an editor, until the interviewer says goodbye."""
    over = room.page.get_by_role("heading", name="That was the interview")
    for _ in range(8):
        if over.is_visible():
            return
        room.tab("Chat")
        if has_editor(room):
            solve(room)
        else:
            room.say(full_answer(question_in(room.question())))
        room.wait_until_quiet()


def make_job(page: Page) -> str:
    page.goto("/dashboard/recruiter/jobs/new/")
    page.get_by_label("Title").fill("Backend engineer")
    page.get_by_label("Required skills").fill("Python, PostgreSQL")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/questions/")
    page.get_by_label("Number of generated questions").fill("2")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The questions are saved")).to_be_visible()
    return page.url.removesuffix("questions/")


def offer_slot(page: Page, starts_at: datetime) -> None:
    page.goto("/dashboard/recruiter/slots/new/")
    page.get_by_label("Begins").fill(starts_at.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Offer the slot").click()
    page.wait_for_url("**/slots/?*")


def import_candidate(page: Page, job: str, address: str) -> None:
    page.goto(f"{job}candidates/csv/")
    page.get_by_label("Or paste it").fill(CSV.format(address=address))
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Add 1 candidate").click()
    page.goto(job)
    page.get_by_role("link", name="Samira Haddad").click()
    page.wait_for_url("**/applications/*/")


def schedule(page: Page) -> None:
    page.get_by_role("link", name="Schedule interview").click()
    page.get_by_label("A slot", exact=False).first.check()
    page.get_by_label("Slot", exact=True).select_option(index=1)
    page.get_by_role("button", name="Schedule and send").click()
    expect(page.get_by_role("heading", name="The candidate's link")).to_be_visible()


def arrived(page: Page | None, post: Letterbox, address: str, subject: str) -> EmailMessage:
    """The newest mail to `address`; with `page`, once its page says that it was sent."""
    if page:
        expect(page.get_by_text("The e-mail was sent")).to_be_visible(timeout=START_MS)
    found = [each for each in post.got if address in str(each["To"]) and str(each["Subject"]).startswith(subject)]
    assert found, post.subjects
    return found[-1]


def link_in(mail: EmailMessage, server: Server) -> str:
    body = mail.get_body(("plain",))
    assert body
    [link] = re.findall(rf"{re.escape(server.url)}/\?session_key=[\w-]{{43}}(?!\S)", body.get_content())
    return link


def calendar_of(mail: EmailMessage) -> Calendar:
    [part, *_] = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    calendar = Calendar.from_ical(part.get_payload(decode=True))
    assert calendar["method"] == "REQUEST"
    [event] = calendar.walk("VEVENT")
    return event


def review(page: Page) -> None:
    page.goto("/dashboard/recruiter/")
    page.get_by_role("link", name="Samira Haddad").first.click()
    page.wait_for_url("**/dashboard/recruiter/interviews/*/")
    expect(page.get_by_role("heading", name="Question by question")).to_be_visible()


def override(page: Page) -> None:
    answer = page.locator("#answer-1")
    answer.get_by_text("Give another score").click()
    answer.get_by_label("Your score").fill("9")
    answer.get_by_label("Reason").fill("Named the cost of writing too.")
    answer.get_by_role("button", name="Keep this score").click()
    expect(answer.get_by_text("→ 9")).to_be_visible()


def decide(page: Page) -> None:
    decision = page.locator("#decision")
    if not decision.get_by_label("Advance").is_visible():
        decision.locator("summary").first.click()
    decision.get_by_label("Advance").check()
    decision.get_by_label("Reason").fill("Clear and exact.")
    decision.get_by_role("button", name="Keep this decision").click()
    expect(page.locator("#decision").get_by_text("Clear and exact.")).to_be_visible()


def report(page: Page) -> str:
    """The words of the PDF."""
    page.get_by_text("Report", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("^PDF")).click()
    return "".join(each.extract_text() for each in PdfReader(io.BytesIO(download.value.path().read_bytes())).pages)
