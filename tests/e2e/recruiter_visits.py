"""The recruiter's pages in their states."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.e2e.hiring import BROKEN
from tests.e2e.visit import Visit, Way, at
from tests.e2e.world import World

HOME = "/dashboard/recruiter/"
DESCRIPTION = """Senior Backend Engineer
Requirements
- 5 years of Python with Django or Flask
- Strong PostgreSQL
- You have run services on Kubernetes, and have been woken up by them
Nice to have
- Kafka
"""


def made(name: str, rest: str = "") -> Way:
    """A page below what the recruiter made."""

    def go(page: Page, world: World) -> None:
        page.goto(world.desk[name] + rest)

    return go


def refused(path: str, button: str) -> Way:
    def go(page: Page, world: World) -> None:
        page.goto(path)
        page.get_by_role("main").get_by_role("button", name=button).click()
        expect(page.get_by_role("alert")).to_be_visible()

    return go


def job_read(path: str) -> Way:
    """A new job, or one with questions of its own, which would be replaced."""

    def go(page: Page, world: World) -> None:
        page.goto(world.desk["job"] + path if path == "edit/" else path)
        page.get_by_label("Description").fill(DESCRIPTION)
        page.get_by_role("button", name="Read from the description").click()
        expect(page.get_by_text("Nothing is saved yet.")).to_be_visible()

    return go


def job_unreadable(page: Page, world: World) -> None:
    page.goto(f"{HOME}jobs/new/")
    program = {"name": "job.pdf", "mimeType": "application/pdf", "buffer": bytes(9)}
    page.get_by_label("Or read it from a file").set_input_files(program)
    page.get_by_role("button", name="Read from the description").click()
    expect(page.get_by_role("alert")).to_be_visible()


def csv_preview(page: Page, world: World) -> None:
    page.goto(f"{world.desk['job']}candidates/csv/")
    page.get_by_label("Or paste it").fill(BROKEN)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("The name is missing.")).to_be_visible()


def chosen_questions(page: Page, world: World) -> None:
    page.goto(f"{world.desk['job']}questions/")
    for summary in page.locator("main details > summary").all():
        summary.click()


def own_form(page: Page, world: World) -> None:
    """With advice at its fields, and an empty row for a key point beside a written one."""
    page.goto(f"{HOME}questions/new/")
    page.get_by_label("Question", exact=True).fill("Why do toasters pop?")
    page.get_by_label("Key point", exact=True).first.fill("A spring lifts it")
    page.get_by_role("button", name="Check without saving").click()
    expect(page.get_by_text("pieces of advice, at their fields")).to_be_visible()


def own_preview(page: Page, world: World) -> None:
    page.goto(f"{HOME}questions/import/")
    text = "question,expected_answer,minutes\nWhy do toasters pop?,A spring is let go.,4\nWhy else?,,x\n"
    page.get_by_label("Or paste it").fill(text)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_text("Write a whole number.")).to_be_visible()


def week_of_slots(page: Page, world: World) -> None:
    page.goto(f"{HOME}slots/")
    page.get_by_role("link", name="The week after").click()
    expect(page.get_by_role("link", name="This week")).to_be_visible()


def hours_looked_at(page: Page, world: World) -> None:
    page.goto(f"{HOME}slots/hours/")
    page.get_by_label("Monday").check()
    page.get_by_role("button", name="Look at the slots").click()
    expect(page.get_by_text("slots would be made")).to_be_visible()


def schedule_by_slot(page: Page, world: World) -> None:
    page.goto(f"{HOME}schedule/")
    page.get_by_label("A slot").check()


def public_job(page: Page, world: World) -> None:
    page.goto(f"/jobs/{world.desk['job'].rstrip('/').rpartition('/')[2]}/")


def public_job_applied(page: Page, world: World) -> None:
    page.goto(f"/jobs/{world.desk['job'].rstrip('/').rpartition('/')[2]}/applied/")


RECRUITER_VISITS = [
    Visit("desk-empty", "founder", at(HOME)),
    Visit("jobs-empty", "founder", at(f"{HOME}jobs/")),
    Visit("slots-empty", "founder", at(f"{HOME}slots/")),
    Visit("company-second", "founder", at(f"{HOME}company/new/")),
    Visit("company-model", "founder", at(f"{HOME}company/model/")),
    Visit("desk-not-found", "founder", at(f"{HOME}jobs/999999/"), ("404",)),
    Visit("invitation-unknown", "founder", at("/invitations/no-such-key/"), ("404",)),
    Visit("job-new", "founder", at(f"{HOME}jobs/new/")),
    Visit("job-refused", "founder", refused(f"{HOME}jobs/new/", "Save"), ("400",)),
    Visit("job-read", "founder", job_read(f"{HOME}jobs/new/")),
    Visit("job-unreadable", "founder", job_unreadable, ("400",)),
    Visit("slot-new", "founder", at(f"{HOME}slots/new/?at=2030-01-01T09:00")),
    Visit("hours", "founder", at(f"{HOME}slots/hours/")),
    Visit("hours-looked-at", "founder", hours_looked_at),
    Visit("desk", "hirer", at(HOME)),
    Visit("company", "hirer", at(f"{HOME}company/")),
    Visit("members", "hirer", at(f"{HOME}members/")),
    Visit("jobs", "hirer", at(f"{HOME}jobs/")),
    Visit("jobs-none-fits", "hirer", at(f"{HOME}jobs/?status=closed")),
    Visit("job", "hirer", made("job")),
    Visit("job-stage-empty", "hirer", made("job", "?stage=hired")),
    Visit("job-edit", "hirer", made("job", "edit/")),
    Visit("job-edit-read", "hirer", job_read("edit/")),
    Visit("questions", "hirer", chosen_questions),
    Visit("own-questions-empty", "founder", at(f"{HOME}questions/")),
    Visit("own-questions-none-fits", "hirer", at(f"{HOME}questions/?q=nothing")),
    Visit("own-questions", "hirer", at(f"{HOME}questions/")),
    Visit("own-question", "hirer", made("own")),
    Visit("own-question-edit", "hirer", made("own", "edit/")),
    Visit("own-question-form", "hirer", own_form),
    Visit("own-question-refused", "hirer", refused(f"{HOME}questions/new/", "Save"), ("400",)),
    Visit("own-questions-import", "hirer", at(f"{HOME}questions/import/")),
    Visit("own-questions-preview", "hirer", own_preview),
    Visit("candidate-add", "hirer", made("job", "candidates/add/")),
    Visit("csv", "hirer", made("job", "candidates/csv/")),
    Visit("csv-preview", "hirer", csv_preview),
    Visit("application", "hirer", made("application")),
    Visit("application-resume", "hirer", made("resume")),
    Visit("resume-skills", "hirer", made("resume", "skills/")),
    Visit("schedule", "hirer", schedule_by_slot),
    Visit("schedule-refused", "hirer", refused(f"{HOME}schedule/", "Schedule and send"), ("400",)),
    Visit("schedule-job", "hirer", made("job", "schedule/")),
    Visit("schedule-application", "hirer", made("application", "schedule/")),
    Visit("schedule-many", "hirer", made("many")),
    Visit("scheduled", "hirer", made("scheduled")),
    Visit("slots", "hirer", week_of_slots),
    Visit("slot", "hirer", made("slot")),
    Visit("job-public", "nobody", public_job),
    Visit("job-applied", "nobody", public_job_applied),
]
