"""A recruiter's first day, through the pages: a job, its questions, candidates, slots, interviews."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from playwright.sync_api import Page, expect

from tests.e2e.history import LONG_NAME, RTL_NAME
from tests.jobs.files import pdf_of

RESUME = (
    "Backend developer",
    "2019 - 2024 Fernhill Instruments: ingestion services in Python, Django and Postgres for 40,000 probes",
    "2016 - 2019 Bluebell Freight: Go, Kafka and Docker; on call every third week",
    f"https://{'probes' * 14}.example",
)
CANDIDATES = f"name,email\n{RTL_NAME},rtl@candidates.example\nSamira Haddad,samira@candidates.example\n"
BROKEN = "name,email\nAnn Lee,ann@candidates.example\n,nobody@candidates.example\n=1+1,x"
TICKED = 2  # of the applications, to be invited together


def hire(page: Page) -> dict[str, str]:
    """The addresses of what was made."""
    made = {"job": _job(page)}
    _questions(page, made["job"])
    _candidates(page, made["job"])
    _apply(page, made["job"])
    made["slot"] = _slots(page)
    made["many"] = _tick(page, made["job"])
    made["application"] = _application(page, made["job"], "Samira Haddad")
    made["resume"] = _application(page, made["job"], LONG_NAME.strip())
    made["scheduled"] = _schedule(page, made["application"])
    _invite(page)
    made["own"] = _own_question(page)
    return made


def _job(page: Page) -> str:
    page.goto("/dashboard/recruiter/jobs/new/")
    page.get_by_label("Title").fill(f"Backend engineer {'for probes ' * 14}")
    page.get_by_label("Description").fill("You build the services that take in the readings.\n\nIn a team of six.")
    page.get_by_label("Required skills").fill("Python, PostgreSQL, Django")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url("**/questions/")
    return page.url.removesuffix("questions/")


def _questions(page: Page, job: str) -> None:
    page.goto(f"{job}questions/")
    page.get_by_label("Written or picked by you").check()
    page.locator("summary", has_text="Technical").click()
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Question", exact=True).first.fill("What would you measure first?")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The questions are saved")).to_be_visible()


def _own_question(page: Page) -> str:
    page.goto("/dashboard/recruiter/questions/new/")
    page.get_by_label("Question", exact=True).fill(f"Why do toasters pop? {'ForProbes' * 14}")
    page.get_by_label("Expected answer").fill("A spring is let go.")
    page.get_by_label("Key point", exact=True).first.fill("A spring lifts it")
    page.get_by_label("Follow-ups").first.fill("What moves?")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("The question is saved")).to_be_visible()
    return page.url


def _candidates(page: Page, job: str) -> None:
    page.goto(f"{job}candidates/csv/")
    page.get_by_label("Or paste it").fill(CANDIDATES)
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("button", name="Add 2 candidates").click()
    expect(page.get_by_text("2 candidates are added.")).to_be_visible()


def _apply(page: Page, job: str) -> None:
    """Somebody with a long name and a résumé, without an account."""
    number = job.rstrip("/").rpartition("/")[2]
    browser = page.context.browser
    assert browser
    stranger = browser.new_page()
    root = re.match(r"https?://[^/]+", page.url)
    assert root
    stranger.goto(f"{root.group()}/jobs/{number}/")
    stranger.get_by_label("Name").fill(LONG_NAME.strip())
    stranger.get_by_label("E-mail").fill("long@candidates.example")
    stranger.get_by_label("What should we know about you?").fill("W" * 300)
    resume = {"name": f"{'W' * 90}.pdf", "mimeType": "application/pdf", "buffer": pdf_of(*RESUME)}
    stranger.get_by_label("Résumé").set_input_files(resume)
    stranger.get_by_role("button", name="Send the application").click()
    expect(stranger.get_by_role("heading", name="Thank you")).to_be_visible()
    stranger.close()


def _slots(page: Page) -> str:
    page.goto("/dashboard/recruiter/slots/hours/")
    page.get_by_label("Tuesday").check()
    page.get_by_label("Thursday").check()
    page.get_by_label("Places in each slot").fill("3")
    page.get_by_role("button", name="Look at the slots").click()
    page.get_by_role("button", name=re.compile("Make .* slots")).click()
    page.locator(".week-slot").last.click()
    page.wait_for_url("**/slots/*/")
    return page.url


def _tick(page: Page, job: str) -> str:
    page.goto(job)
    for box in page.get_by_role("checkbox").all()[-TICKED:]:
        box.check()
    page.get_by_role("button", name="Schedule interviews").click()
    page.wait_for_url("**/schedule/many/*")
    return page.url


def _application(page: Page, job: str, name: str) -> str:
    page.goto(job)
    page.get_by_role("link", name=name, exact=True).click()
    page.wait_for_url("**/applications/*/")
    return page.url


def _schedule(page: Page, application: str) -> str:
    page.goto(application)
    page.get_by_role("link", name="Schedule interview").click()
    page.get_by_label("A date and time").check()
    soon = datetime.now(UTC) + timedelta(hours=30)
    page.get_by_label("Date and time", exact=True).fill(soon.strftime("%Y-%m-%dT%H:%M"))
    page.get_by_role("button", name="Schedule and send").click()
    expect(page.get_by_role("heading", name="The candidate's link")).to_be_visible()
    return page.url


def _invite(page: Page) -> None:
    page.goto("/dashboard/recruiter/members/")
    page.get_by_label("E-mail").fill("reviewer@candidates.example")
    page.get_by_label("Reviewer").check()
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_text("is on its way")).to_be_visible()
