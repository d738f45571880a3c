"""The daemon's life: started, killed, orphaned, taken over, replaced."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sandbox.conftest import QUICK, Traces, at_rest, judge, judge_all
from viva.sandbox import bundle
from viva.sandbox.client import DOWN, SandboxClient, judge_now
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import Judgement, JudgeTest, Limits, Submission, Verdict

pytestmark = pytest.mark.integration

GOOD = "def solve(n):\n    return n + 1\n"
SLOW = "import time\ndef solve(n):\n    time.sleep(0.4)\n    return n + 1\n"
ONE = Submission(GOOD, "solve", (JudgeTest((1,), 2),), limits=QUICK)
HOLDER = """
import asyncio, sys
from pathlib import Path
from viva.sandbox.supervisor import Supervisor

async def hold():
    supervisor = Supervisor(Path(sys.argv[1]))
    await supervisor.start()
    print((await supervisor.status())["pid"], flush=True)
    await asyncio.sleep(600)

asyncio.run(hold())
"""


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


async def await_end(pid: int) -> bool:
    """Does the process end, given time?"""
    for _ in range(600):
        if not is_alive(pid):
            return True
        await asyncio.sleep(0.05)
    return False


def exists(path: str) -> bool:
    return Path(path).exists()


def mode_of(path: Path) -> str:
    return oct(path.stat().st_mode & 0o777)


@contextlib.contextmanager
def another_server(socket_path: Path):
    """A server process of its own that has a supervisor on the socket; gives (process, pid of its daemon)."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(socket_path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    try:
        yield process, int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


async def test_stopping_ends_the_daemon_and_its_boxes_and_folder(supervisor: Supervisor) -> None:
    status = await at_rest(supervisor)

    await supervisor.stop()

    pids = (status["pid"], status["fork_server_pid"])
    assert [is_alive(pid) for pid in pids] == [False, False]
    assert not exists(status["folder"])


async def test_a_daemon_killed_while_judging_gives_a_good_answer_after_all(supervisor: Supervisor) -> None:
    first = (await supervisor.status())["pid"]
    asked = asyncio.create_task(judge_all(supervisor, SLOW, tests=tuple(((n,), n + 1) for n in range(4))))
    await asyncio.sleep(0.6)

    os.kill(first, signal.SIGKILL)
    judgement = await asked

    assert judgement.verdict is Verdict.AC
    second = await at_rest(supervisor)
    assert second["pid"] != first


async def test_boxes_die_with_a_killed_daemon(supervisor: Supervisor) -> None:
    status = await supervisor.status()
    looping = asyncio.create_task(judge(supervisor, "def solve():\n    while True: pass\n", limits=Limits(30, 60)))
    await asyncio.sleep(0.5)
    started = list(Traces(status).processes())

    os.kill(status["pid"], signal.SIGKILL)

    assert len(started) > 6
    assert [await await_end(pid) for pid in started] == [True] * len(started)
    looping.cancel()


async def test_the_folder_of_a_killed_daemon_is_cleared_away_by_the_next(supervisor: Supervisor) -> None:
    first = await at_rest(supervisor)

    os.kill(first["pid"], signal.SIGKILL)
    await supervisor.revive()
    judgement = await supervisor.client.judge(ONE)

    assert (judgement.verdict, exists(first["folder"])) == (Verdict.AC, False)


async def test_a_daemon_that_no_longer_answers_is_replaced(socket_path: Path) -> None:
    supervisor = Supervisor(socket_path, heartbeat_seconds=0.5)
    await supervisor.start()
    first = (await supervisor.status())["pid"]

    os.kill(first, signal.SIGSTOP)

    assert await await_end(first)
    assert (await supervisor.client.judge(ONE)).verdict is Verdict.AC
    await supervisor.stop()


async def test_a_daemon_that_cannot_be_had_is_nobodys_wrong_answer(socket_path: Path) -> None:
    judgement = await SandboxClient(socket_path).judge(ONE)

    assert judgement == Judgement(Verdict.IE, message=DOWN)


async def test_a_killed_fork_server_is_started_again(supervisor: Supervisor) -> None:
    before = await at_rest(supervisor)

    os.kill(before["fork_server_pid"], signal.SIGKILL)
    judgements = [await judge(supervisor, GOOD, args=(n,), expected=n + 1) for n in range(40)]

    assert [judgement.verdict for judgement in judgements] == [Verdict.AC] * 40
    assert (await supervisor.status())["fork_server_pid"] != before["fork_server_pid"]


async def test_an_orphaned_daemon_is_taken_over(socket_path: Path) -> None:
    with another_server(socket_path) as (server, daemon):
        server.kill()
        server.wait()
        supervisor = Supervisor(socket_path)
        await supervisor.start()

        judgement = await supervisor.client.judge(ONE)

        assert (judgement.verdict, (await supervisor.status())["pid"]) == (Verdict.AC, daemon)
        await supervisor.stop()
    assert await await_end(daemon)


async def test_an_orphaned_daemon_that_nobody_takes_over_ends(socket_path: Path) -> None:
    with another_server(socket_path) as (server, daemon):
        assert is_alive(daemon)
        server.kill()
        server.wait()

        assert await await_end(daemon)


async def test_a_daemon_of_another_version_is_replaced(socket_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with another_server(socket_path) as (_, daemon):
        packed = bundle.pack_source()
        monkeypatch.setattr("viva.sandbox.bundle.pack_source", lambda: packed + b"another version")
        supervisor = Supervisor(socket_path)

        held = await supervisor._try_hold()

        assert held is None
        assert await await_end(daemon)


async def test_the_server_that_leaves_first_does_not_end_the_others_daemon(socket_path: Path) -> None:
    first, second = Supervisor(socket_path), Supervisor(socket_path)
    await first.start()
    await second.start()
    pid = (await first.status())["pid"]

    await first.stop()

    assert ((await second.client.judge(ONE)).verdict, (await second.status())["pid"]) == (Verdict.AC, pid)
    await second.stop()
    assert await await_end(pid)


async def test_a_stale_socket_is_replaced(socket_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as stale:
        stale.bind(str(socket_path))
    supervisor = Supervisor(socket_path)

    await supervisor.start()

    assert (await supervisor.client.judge(ONE)).verdict is Verdict.AC
    await supervisor.stop()


async def test_a_socket_in_a_deep_folder_works(tmp_path: Path) -> None:
    supervisor = Supervisor(tmp_path / ("deep" * 30) / "runner.sock")

    await supervisor.start()

    assert (await supervisor.client.judge(ONE)).verdict is Verdict.AC
    await supervisor.stop()


async def test_two_hundred_submissions_at_once_are_all_answered(supervisor: Supervisor) -> None:
    before = await at_rest(supervisor)

    judgements = await asyncio.gather(
        *(judge_all(supervisor, GOOD, tests=(((n,), n + 1), ((n,), n + 2))) for n in range(200))
    )

    told = [[result.verdict for result in judgement.tests] for judgement in judgements]
    assert told == [[Verdict.AC, Verdict.WA]] * 200
    assert (await at_rest(supervisor))["descriptors"] == before["descriptors"]


async def test_an_asker_that_hangs_up_frees_its_seat(supervisor: Supervisor) -> None:
    endless = Limits(cpu_seconds=60, wall_seconds=120)
    askers = [
        asyncio.create_task(judge(supervisor, "def solve():\n    while True: pass\n", limits=endless))
        for _ in range(8)
    ]
    await asyncio.sleep(0.5)

    for asker in askers:
        asker.cancel()
    await asyncio.gather(*askers, return_exceptions=True)

    assert (await supervisor.client.judge(ONE)).verdict is Verdict.AC
    await at_rest(supervisor)


async def test_the_command_line_asks_without_an_event_loop(supervisor: Supervisor, socket_path: Path) -> None:
    judgement = await asyncio.to_thread(judge_now, ONE, socket_path=socket_path)

    assert judgement.verdict is Verdict.AC


async def test_what_is_no_request_ends_its_connection_only(supervisor: Supervisor, socket_path: Path) -> None:
    for noise in (
        b"GET / HTTP/1.1\r\n\r\n",
        b"\x00\x00\x00\x02[]",
        b"\x00\x00\x00\x0b" + b'{"op":"no"}',
        b"\xff" * 64,
    ):
        reader, writer = await asyncio.open_unix_connection(socket_path)
        writer.write(noise)
        writer.write_eof()
        assert await reader.read() == b""
        writer.close()

    assert (await supervisor.client.judge(ONE)).verdict is Verdict.AC


async def test_the_socket_is_its_owners_alone(supervisor: Supervisor, socket_path: Path) -> None:
    assert mode_of(socket_path) == "0o600"
