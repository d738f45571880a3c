"""Links lead somewhere, named targets and addresses exist, figures are those of the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import Resolver404, resolve

from tests.docs.pages import PAGES, ROOT, anchors, blocks, links, name_of, prose, tables
from viva.ai.bank.loader import load_bank
from viva.ai.bank.roles import ROLES
from viva.ai.engines.base import AnsweredQuestion, Move, Outcome
from viva.ai.feedback.scores import score_interview
from viva.ai.types import Evaluation, Kind
from viva.config import asgi

pytestmark = pytest.mark.unit
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
each_page = pytest.mark.parametrize("page", PAGES, ids=name_of)


@each_page
def test_every_link_leads_to_a_file_and_a_heading_that_exist(page: Path) -> None:
    broken = []
    for link in links(page):
        if link.startswith(("http://", "https://")):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


@each_page
def test_every_make_target_that_is_named_exists(page: Path) -> None:
    named = set(re.findall(r"`make (?:-n )?([a-z-]+)", prose(page)))
    for block in blocks(page):
        if block.marks[:1] == ("sh",):
            named |= set(re.findall(r"^make (?:-n )?([a-z-]+)", block.text, re.MULTILINE))
    assert named - TARGETS == set()


@each_page
def test_every_address_that_is_named_is_in_the_url_map(page: Path) -> None:
    named = set(re.findall(r"`(/[\w/{}.-]*/|/healthz)`", prose(page)))
    assert [path for path in sorted(named) if not exists(path)] == []


def exists(path: str) -> bool:
    whole = re.sub(r"\{\w+\}", "1", path)
    if whole == "/healthz":
        return True
    if whole.startswith("/ws/"):
        return any(route.pattern.match(whole.lstrip("/")) for route in asgi._sockets.app.routes)
    try:
        resolve(whole)
    except Resolver404:
        return False
    return True


def test_an_address_that_is_not_in_the_map_is_found_missing() -> None:
    assert [exists(path) for path in ("/profile/", "/ws/room/{id}/", "/hiring/", "/ws/other/1/")] == [
        True,
        True,
        False,
        False,
    ]


def test_the_readme_has_100_to_150_lines_a_screenshot_and_both_commands() -> None:
    text = (ROOT / "README.md").read_text()
    assert 100 <= text.count("\n") <= 150
    assert "](docs/screens/room.png)" in text
    assert [block.text for block in blocks(ROOT / "README.md")] == ["make run\n", "make test\n"]


def test_the_map_of_the_rooms_has_every_room() -> None:
    rooms = {path.parent.name for path in (ROOT / "viva").glob("*/__init__.py")}
    listed = {row[0].strip("`") for row in tables(ROOT / "README.md") if row[0].startswith("`") and len(row) == 2}
    assert listed == rooms


def test_the_bank_has_as_many_questions_as_the_pages_say() -> None:
    problems = sum(question.kind is Kind.CODING for question in load_bank())
    counted = f"{len(load_bank()) - problems} questions|{problems} coding problems"
    for page in ("README.md", "CHANGELOG.md"):
        text = " ".join((ROOT / page).read_text().split())
        found = re.search(r"(\d+ questions)[^.;]*? and (\d+ coding problems)", text)
        assert found, page
        assert "|".join(found.groups()) == counted
    assert len(ROLES) == 14  # "fourteen roles"


def test_the_conductor_has_as_many_moves_as_its_decision_says() -> None:
    text = (ROOT / "docs" / "decisions" / "0006-conductor.md").read_text()
    assert re.findall(r"The list is long \((\d+)\)", text) == [str(len(Move))]


def test_every_decision_is_in_the_list_of_decisions() -> None:
    folder = ROOT / "docs" / "decisions"
    written = {path.name for path in folder.glob("*.md")} - {"README.md"}
    assert set(links(folder / "README.md")) == written


def test_the_guides_example_of_a_score_is_worked_out_right() -> None:
    question = next(iter(load_bank()))
    judged = [
        AnsweredQuestion(question, Outcome.ANSWERED, Evaluation(points, metrics=None)) for points in (9, 7.5, 6)
    ]
    skipped = score_interview([*judged, AnsweredQuestion(question, Outcome.SKIPPED)]).overall
    not_reached = score_interview([*judged, AnsweredQuestion(question, Outcome.NOT_REACHED)]).overall
    text = " ".join((ROOT / "docs" / "user-guide.md").read_text().split())
    assert f"22.5 of 40 points, which is an overall score of {skipped}, shown as {skipped:.0f}/100" in text
    assert f"it is 22.5 of 30, {not_reached:.0f}/100" in text
