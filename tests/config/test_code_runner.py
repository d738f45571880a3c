"""Which judge the settings choose, and how contradictions among them are told."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests.sandbox.remote.fakes import function, program, serving
from tests.sandbox.remote.go_judge import result, scripted
from viva.config import code_runner as choosing
from viva.config.checks import check_settings
from viva.config.code_runner import CodeRunner, daemon_options, remote_judge
from viva.sandbox.remote.judge import RemoteJudge
from viva.sandbox.scripted import accept
from viva.sandbox.types import Judgement, Submission, Verdict, Waiting

pytestmark = pytest.mark.unit
TOKEN = "a-token-that-nobody-may-see"


class LocalDaemon:
    """A supervisor that holds code safely or not; `life` is what was done with it."""

    def __init__(self, *, safe: bool) -> None:
        self._safe = safe
        self.life: list[str] = []
        self.client = self

    async def start(self) -> None:
        self.life.append("start")

    async def stop(self) -> None:
        self.life.append("stop")

    async def status(self) -> dict[str, Any]:
        return {"safe": self._safe, "tier": "landlock", "reason": "" if self._safe else "an old kernel"}

    async def judge(self, submission: Submission, *, waiting: Waiting | None = None) -> Judgement:
        return accept(submission) if self._safe else Judgement(Verdict.IE, message="an old kernel")


async def started(tier: str, *, safe: bool, url: str = "") -> tuple[CodeRunner, LocalDaemon]:
    local = LocalDaemon(safe=safe)
    remote = RemoteJudge(url, "go-judge", pause_seconds=0.0) if url else None
    code_runner = CodeRunner(tier, local=local, remote=remote)
    await code_runner.start()
    return code_runner, local


SUBMISSION = program("python", ("1", "2"))


@pytest.mark.parametrize(
    ("tier", "safe", "with_remote", "judged_by"),
    [
        ("auto", True, True, "here"),
        ("auto", True, False, "here"),
        ("auto", False, True, "there"),
        ("auto", False, False, "nobody"),
        ("bubblewrap", True, True, "here"),
        ("bubblewrap", False, True, "nobody"),
        ("landlock", False, True, "nobody"),
        ("remote", True, True, "there"),
        ("remote", True, False, "nobody"),
        ("off", True, True, "nobody"),
    ],
)
async def test_who_judges(tier: str, safe: bool, with_remote: bool, judged_by: str) -> None:
    with serving(scripted(result(), result(stdout="2"))) as fake:
        code_runner, _ = await started(tier, safe=safe, url=fake.url if with_remote else "")
        judgement = await code_runner.judge(SUBMISSION)
        status = await code_runner.status()
        assert bool(fake.asked) is (judged_by == "there")
    assert judgement.verdict is (Verdict.IE if judged_by == "nobody" else Verdict.AC)
    assert bool(judgement.message) is (judged_by == "nobody")
    assert (status["safe"], status["setting"]) == (judged_by != "nobody", tier)
    assert bool(status["reason"]) is (judged_by == "nobody")


async def test_where_another_machine_was_chosen_it_is_said_why_and_the_daemon_ends() -> None:
    with serving(scripted(result())) as fake:
        code_runner, local = await started("auto", safe=False, url=fake.url)
        assert (await code_runner.status())["why_not_local"] == "an old kernel"
        await code_runner.stop()
    assert local.life == ["start", "stop"]


@pytest.mark.parametrize(
    ("tier", "life"), [("auto", ["start", "stop"]), ("landlock", ["start", "stop"]), ("remote", []), ("off", [])]
)
async def test_the_daemon_runs_only_where_it_is_wanted(tier: str, life: list[str]) -> None:
    code_runner, local = await started(tier, safe=True)
    await code_runner.stop()
    assert local.life == life


async def test_who_waits_is_told_by_the_judge_that_it_waits_for() -> None:
    told: list[object] = []

    class Telling(LocalDaemon):
        async def judge(self, submission: Submission, *, waiting: Any = None) -> Judgement:
            waiting(3)
            return accept(submission)

    await CodeRunner("auto", local=Telling(safe=True), remote=None).judge(SUBMISSION, waiting=told.append)
    assert told == [3]


@pytest.mark.parametrize(
    ("tier", "options"),
    [("auto", ()), ("bubblewrap", ("--tier", "bubblewrap")), ("landlock", ("--tier", "landlock"))],
)
def test_the_daemon_is_told_which_tier(settings: Any, tier: str, options: tuple[str, ...]) -> None:
    settings.VIVA_SANDBOX_TIER = tier
    assert daemon_options() == options


async def test_the_remote_one_is_made_from_the_settings(settings: Any) -> None:
    settings.VIVA_JUDGE_URL = ""
    assert remote_judge() is None
    with serving(scripted(result(stdout="nothing"))) as fake:
        settings.VIVA_JUDGE_URL, settings.VIVA_JUDGE_KIND, settings.VIVA_JUDGE_TOKEN = fake.url, "go-judge", TOKEN
        made = remote_judge()
        assert made is not None
        await made.judge(function("def solve(): ...", ((), 1)))
        assert {asked.headers["Authorization"] for asked in fake.asked} == {f"Bearer {TOKEN}"}
    settings.VIVA_JUDGE_KIND = "judge0"
    assert remote_judge() is None


class TestChecks:
    @pytest.fixture(autouse=True)
    def bare(self, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
        settings.ALLOWED_HOSTS = ["127.0.0.1"]
        for name in [name for name in os.environ if name.startswith("VIVA_")]:
            monkeypatch.delenv(name)

    def found(self, settings: Any, tier: str, url: str = "", kind: str = "", token: str = "") -> list[str]:
        settings.VIVA_SANDBOX_TIER, settings.VIVA_JUDGE_URL = tier, url
        settings.VIVA_JUDGE_KIND, settings.VIVA_JUDGE_TOKEN = kind, token
        messages = check_settings()
        said = " ".join(f"{message.msg} {message.hint}" for message in messages)
        assert TOKEN not in said and "secret" not in said.replace("a secret goes into", "")
        assert all(message.hint for message in messages)
        return [str(message.id) for message in messages]

    @pytest.mark.parametrize(
        ("tier", "url", "kind", "token"),
        [
            ("auto", "", "", ""),
            ("off", "", "", ""),
            ("remote", "http://127.0.0.1:5050", "go-judge", TOKEN),
            ("auto", "https://judge.example.org/api/v2", "piston", ""),
            ("auto", "http://[::1]:5050", "go-judge", ""),
            ("auto", "https://10.1.2.3", "go-judge", ""),
        ],
    )
    def test_what_goes_together_passes(self, settings: Any, tier: str, url: str, kind: str, token: str) -> None:
        assert self.found(settings, tier, url, kind, token) == []

    @pytest.mark.parametrize(
        ("tier", "url", "kind", "token", "expected"),
        [
            ("docker", "", "", "", "viva.E030"),
            ("remote", "", "", "", "viva.E031"),
            ("auto", "https://judge.example.org", "judge0", "", "viva.E032"),
            ("remote", "https://judge.example.org", "", "", "viva.E033"),
            ("auto", "judge.example.org", "piston", "", "viva.E034"),
            ("auto", "https://me:secret@judge.example.org", "piston", "", "viva.E035"),
            ("landlock", "https://judge.example.org", "piston", "", "viva.W030"),
            ("off", "https://judge.example.org", "piston", "", "viva.W030"),
            ("auto", "", "piston", "", "viva.W031"),
            ("auto", "", "", TOKEN, "viva.W031"),
            ("auto", "http://10.1.2.3:5050", "go-judge", TOKEN, "viva.W032"),
        ],
    )
    def test_what_contradicts_itself_is_told(
        self, settings: Any, tier: str, url: str, kind: str, token: str, expected: str
    ) -> None:
        assert self.found(settings, tier, url, kind, token) == [expected]


def test_every_tier_is_named_in_the_documentation() -> None:
    from tests.docs.pages import ROOT

    row = next(
        line
        for line in (ROOT / "docs" / "configuration.md").read_text().splitlines()
        if line.startswith("| `VIVA_SANDBOX_TIER`")
    )
    assert all(f"`{tier}`" in row for tier in choosing.TIERS)
