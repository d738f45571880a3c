"""People at the doors: they sign up and sign in through the pages."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.server import PASSWORD


@dataclass(frozen=True)
class Newcomer:
    name: str
    username: str
    email: str
    password: str = "a-long-enough-one"
    company: str = ""  # of one who hires


def sign_in(page: Page, url: str, username: str = "candidate", password: str = PASSWORD) -> None:
    page.goto(f"{url}/")
    page.get_by_role("link", name="Sign in", exact=True).click()
    page.get_by_label("Username or e-mail").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/profile/")


def come_in(page: Page, username: str, password: str = PASSWORD) -> None:
    """By the sign-in page itself, of the context's own server, to wherever that leads."""
    page.goto("/accounts/login/")
    page.get_by_label("Username or e-mail").fill(username)
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "login" not in url)


def sign_up(page: Page, url: str, person: Newcomer) -> None:
    page.goto(f"{url}/accounts/signup/")
    if person.company:
        page.get_by_label("I hire").check()
        page.get_by_label("Company", exact=True).fill(person.company)
    page.get_by_label("Name", exact=True).fill(person.name)
    page.get_by_label("Username").fill(person.username)
    page.get_by_label("E-mail").fill(person.email)
    page.get_by_label("Password", exact=True).fill(person.password)
    page.get_by_role("button", name="Sign up", exact=True).click()
    page.wait_for_url("**/dashboard/recruiter/" if person.company else "**/profile/")
