"""Each guard is needed: where one is taken away, the probe sees it, and the daemon refuses to judge."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.conftest import lacking
from tests.sandbox.conftest import QUICK
from viva.sandbox import container, privileges, tiers
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import JudgeTest, Submission, Verdict

pytestmark = pytest.mark.integration

ONE = Submission("def solve(): return 1\n", "solve", (JudgeTest((), 1),), limits=QUICK)
ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("tier", "guard", "breaches"),
    [
        (
            "landlock",
            "landlock",
            ("read a file outside its folder", "list a folder outside its own", "write outside its folder"),
        ),
        ("landlock", "seccomp", ("open an internet socket", "open a unix socket", "start a process")),
        ("landlock", "rlimits", ("run without the limit",)),
        ("bubblewrap", "seccomp", ("open a unix socket", "start a process", "make namespaces")),
        ("bubblewrap", "rlimits", ("run without the limit",)),
    ],
)
async def test_a_missing_guard_is_seen_and_nothing_is_judged(
    socket_path: Path, tier: str, guard: str, breaches: tuple[str, ...]
) -> None:
    supervisor = Supervisor(socket_path, options=("--tier", tier, "--without", guard))
    await supervisor.start()

    status = await supervisor.status()
    judgement = await supervisor.client.judge(ONE)
    await supervisor.stop()

    assert (status["safe"], status["tier"]) == (False, "")
    assert [breach for breach in breaches if breach not in status["reason"]] == []
    assert (judgement.verdict, judgement.tests) == (Verdict.IE, ())
    assert "cannot be run safely" in judgement.message


async def test_with_all_guards_it_judges(socket_path: Path) -> None:
    supervisor = Supervisor(socket_path)
    await supervisor.start()

    status = await supervisor.status()
    judgement = await supervisor.client.judge(ONE)
    await supervisor.stop()

    assert (status["safe"], status["reason"], judgement.verdict) == (True, "", Verdict.AC)


async def test_an_old_kernel_is_named_as_the_reason(socket_path: Path) -> None:
    supervisor = Supervisor(socket_path, options=("--tier", "landlock", "--landlock-abi", "5"))
    await supervisor.start()

    status = await supervisor.status()
    await supervisor.stop()

    assert (status["safe"], "Landlock ABI is 5; 6" in status["reason"]) == (False, True)


async def test_the_first_landlock_that_will_do_is_enough(socket_path: Path) -> None:
    supervisor = Supervisor(socket_path, options=("--tier", "landlock", "--landlock-abi", "6"))
    await supervisor.start()

    status = await supervisor.status()
    judgement = await supervisor.client.judge(ONE)
    await supervisor.stop()

    assert (status["tier"], judgement.verdict) == ("landlock+seccomp", Verdict.AC)


@pytest.mark.parametrize(("left", "tier"), [((), "bubblewrap+seccomp"), (("bwrap",), "landlock+seccomp")])
def test_the_best_tier_there_is_is_taken(
    monkeypatch: pytest.MonkeyPatch, left: tuple[str, ...], tier: str
) -> None:
    monkeypatch.setattr(container, "find", lambda: "" if "bwrap" in left else "/usr/bin/bwrap")

    lacking_reasons = {name: tiers.what_lacks(name, abi=7) for name in tiers.TIERS}

    assert next(name for name, reason in lacking_reasons.items() if not reason) == tier.removesuffix("+seccomp")


def test_no_python_to_run_is_named_as_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(privileges, "_candidates", lambda: iter(["/nowhere/python3"]))

    with pytest.raises(privileges.CannotHoldCodeError, match="/nowhere/python3"):
        privileges.find_python(uid=os.getuid(), gid=os.getgid())


async def test_a_daemon_that_cannot_start_says_why(socket_path: Path) -> None:
    supervisor = Supervisor(socket_path, options=("--no-such-option",))
    await supervisor.start()

    status = await supervisor.status()
    await supervisor.stop()

    assert (status["safe"], "no-such-option" in status["reason"]) == (False, True)


JUDGE_AS_OTHER = """
import asyncio, os, sys, tempfile
from pathlib import Path
os.setgroups([]); os.setresgid(65534, 65534, 65534); os.setresuid(65534, 65534, 65534)
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import JudgeTest, Submission

async def main():
    with tempfile.TemporaryDirectory() as folder:
        supervisor = Supervisor(Path(folder, "runner.sock"))
        await supervisor.start()
        source = "def solve():\\n    try: open('/etc/passwd')\\n    except OSError: return 1\\n"
        judgement = await supervisor.client.judge(Submission(source, "solve", (JudgeTest((), 1),)))
        print(judgement.verdict, (await supervisor.status())["uid"], judgement.message)
        await supervisor.stop()

asyncio.run(main())
"""


def test_a_server_that_is_not_root_judges_too() -> None:
    if os.geteuid() != 0:
        lacking("root, to become another user")
    with tempfile.TemporaryDirectory(prefix="viva-test-") as folder:
        done = _as_other_user(Path(folder))

    assert (done.stdout.strip(), done.stderr) == ("AC 65534", "")


def _as_other_user(folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs from a copy of the source that everybody can read, with an interpreter that everybody can run."""
    python = privileges.find_python(uid=65534, gid=65534)
    folder.chmod(0o755)
    shutil.copytree(ROOT / "viva" / "sandbox", folder / "viva" / "sandbox")
    code = f"import sys; sys.path.insert(0, {str(folder)!r})\n{JUDGE_AS_OTHER}"
    return subprocess.run(
        [python, "-I", "-c", code], capture_output=True, text=True, timeout=120, cwd="/", check=False
    )


def test_the_daemon_says_how_to_start_it_by_hand() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "viva.sandbox.daemon", "--help"],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
    )

    assert (done.returncode, "--socket" in done.stdout) == (0, True)
