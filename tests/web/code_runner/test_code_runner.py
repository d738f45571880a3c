"""The code runner's page: what is told is shown, what is not told is left out, and it is for staff alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client

from tests.factories.accounts import AdminFactory, RecruiterFactory, UserFactory
from viva.live.providers import use
from viva.sandbox.scripted import ScriptedJudge
from viva.sandbox.types import Judgement, Kind, TestResult, Verdict

pytestmark = [pytest.mark.unit, pytest.mark.django_db]
PATH = "/admin/code-runner/"
SAFE = {
    "safe": True,
    "tier": "landlock+seccomp",
    "reason": "",
    "setting": "auto",
    "seats": 2,
    "boxes": 16,
    "waiting": 3,
    "judged": 4711,
    "tiers": [
        {"name": "bubblewrap", "usable": False, "reason": "bwrap is not installed"},
        {"name": "landlock", "usable": True, "reason": ""},
    ],
    "languages": [
        {"name": "python", "title": "Python", "version": "3.11.2"},
        {"name": "go", "title": "Go", "version": "go1.22.1"},
        {"name": "sql", "title": "SQL", "version": "3.40.1"},
    ],
    "missing": [{"name": "java", "title": "Java", "needs": "a JDK: apt install default-jdk-headless"}],
}


class Runner:
    def __init__(self, **status: Any) -> None:
        self._status = status

    async def status(self) -> dict[str, Any]:
        return self._status


@pytest.fixture(autouse=True)
def judge() -> Iterator[ScriptedJudge]:
    scripted = ScriptedJudge()
    use(judge=scripted, code_runner=Runner(**SAFE))
    yield scripted
    use()


def telling(judge: ScriptedJudge, **status: Any) -> None:
    use(judge=judge, code_runner=Runner(**status))


def page(client: Client, *, method: str = "get") -> str:
    answer = getattr(client, method)(PATH)
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_shows_tier_languages_figures_and_what_is_missing(admin_client: Client) -> None:
    said = page(admin_client)
    assert "Code is run, and held safely" in said and "By landlock+seccomp." in said
    for told in (
        "3.11.2",
        "go1.22.1",
        "a JDK: apt install default-jdk-headless",
        "4711",
        "bwrap is not installed",
    ):
        assert told in said


def test_each_way_says_how_it_is_here(admin_client: Client) -> None:
    said = page(admin_client)
    ways = said[said.index("Ways to hold code") :]
    assert ways.index("Bubblewrap") < ways.index("Not possible") < ways.index("Landlock") < ways.index("In use")


def test_where_nothing_runs_it_says_why_and_offers_no_trial(admin_client: Client, judge: ScriptedJudge) -> None:
    telling(judge, safe=False, tier="", reason="code in a box can <read files>")
    said = page(admin_client, method="post")
    assert "No code is run" in said and "code in a box can &lt;read files&gt;" in said
    assert 'method="post" action="/admin/code-runner/' not in said and judge.asked == []


def test_what_is_not_told_is_left_out(admin_client: Client, judge: ScriptedJudge) -> None:
    telling(judge, safe=True, tier="landlock+seccomp")
    said = page(admin_client)
    assert "Waiting" not in said and "Languages" not in said
    assert "In use" in said and "Not known" in said


def test_another_machine_in_use_says_why_not_this_one(admin_client: Client, judge: ScriptedJudge) -> None:
    telling(judge, safe=True, tier="remote (Piston)", why_not_local="an old kernel", remote_set=True)
    said = page(admin_client)
    assert "By remote (Piston)." in said and "Not on this machine, because: an old kernel" in said
    assert said.count("In use") == 1


def test_outside_the_server_there_is_none(admin_client: Client, judge: ScriptedJudge) -> None:
    use(judge=judge)
    assert "The code runner is not running." in page(admin_client)


def test_looking_tries_nothing(admin_client: Client, judge: ScriptedJudge) -> None:
    page(admin_client)
    assert judge.asked == []


def test_trying_judges_a_greeting_in_each_language_that_is_there(
    admin_client: Client, judge: ScriptedJudge
) -> None:
    said = page(admin_client, method="post")
    assert [(asked.language, asked.kind) for asked in judge.asked] == [
        ("python", Kind.FUNCTION),
        ("go", Kind.PROGRAM),
        ("sql", Kind.PROGRAM),
    ]
    assert said.count("Passed") == 3
    assert said.count("1 ms") == 3


def test_a_trial_that_fails_shows_its_verdict_and_message(admin_client: Client) -> None:
    failed = Judgement(Verdict.IE, message="The code runner is busy & more.")
    wrong = Judgement(Verdict.WA, (TestResult(Verdict.WA, wall_ms=8.0),))
    use(judge=ScriptedJudge([failed, wrong]), code_runner=Runner(**SAFE))
    said = page(admin_client, method="post")
    assert "Not run: our fault" in said and "The code runner is busy &amp; more." in said
    assert "Wrong answer" in said and "8 ms" in said


def test_a_judge_that_raises_is_no_error_of_the_page(admin_client: Client) -> None:
    class Broken:
        async def judge(self, submission: Any) -> Judgement:
            raise ConnectionError

    use(judge=Broken(), code_runner=Runner(**SAFE))
    assert page(admin_client, method="post").count("Not run: our fault") == 3


def test_odd_languages_are_not_tried(admin_client: Client, judge: ScriptedJudge) -> None:
    telling(judge, safe=True, tier="x", languages=[{"name": "brainfuck"}, {}], tiers=[{}], missing=[{}])
    page(admin_client, method="post")
    assert judge.asked == []


class TestWhoSees:
    def statuses(self, client: Client) -> set[int]:
        return {client.get(PATH).status_code, client.head(PATH).status_code, client.post(PATH).status_code}

    def test_staff_alone(self, client: Client, judge: ScriptedJudge) -> None:
        assert self.statuses(client) == {404}
        for user in (UserFactory(), RecruiterFactory()):
            client.force_login(user)
            assert self.statuses(client) == {404}
        assert judge.asked == []
        client.force_login(AdminFactory())
        assert self.statuses(client) == {200}

    def test_a_trial_needs_the_token_of_a_form(self, judge: ScriptedJudge) -> None:
        careful = Client(enforce_csrf_checks=True)
        careful.force_login(AdminFactory())
        assert careful.post(PATH).status_code == 403
        assert judge.asked == []

    def test_other_methods_are_not_there(self, admin_client: Client) -> None:
        assert admin_client.put(PATH).status_code == 405

    def test_the_way_there_stands_in_the_menu_of_staff_alone(self, client: Client) -> None:
        for user, shown in ((AdminFactory(), True), (UserFactory(), False)):
            client.force_login(user)
            assert (f'href="{PATH}"' in client.get("/profile/").content.decode()) is shown
