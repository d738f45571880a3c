"""The pure parts: frames, orders, the verdict's table, the bundle, the scripted judge, and what is imported."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from viva.sandbox import bundle, frames, meters
from viva.sandbox.client import conclude
from viva.sandbox.scripted import ScriptedJudge
from viva.sandbox.types import Judgement, JudgeTest, Kind, Limits, Submission, Verdict
from viva.sandbox.verdicts import Facts, Stop, decide
from viva.sandbox.wire import Finding, Order, OrderError, Report

pytestmark = pytest.mark.unit

LIMITS = Limits()
SUBMISSION = Submission(
    "def solve(n): return n", "solve", (JudgeTest((1,), "hidden"), JudgeTest(([2],), "hidden"))
)


def test_a_frame_comes_back_as_it_was_packed_and_leaves_the_rest() -> None:
    buffer = bytearray(frames.pack({"a": "\ud800é"}) + b"\x00\x00")

    assert frames.unpack_from(buffer) == {"a": "\ud800é"}
    assert buffer == b"\x00\x00"


def test_half_a_frame_is_waited_for() -> None:
    assert frames.unpack_from(bytearray(frames.pack({"a": 1})[:-1])) is None


@pytest.mark.parametrize(
    "noise", [b"\xff\xff\xff\xff", b"\x00\x00\x00\x02[]", b"\x00\x00\x00\x01{", b"\x00\x01\x00\x00" + b"[" * 65536]
)
def test_noise_is_no_frame(noise: bytes) -> None:
    with pytest.raises(frames.FrameError):
        frames.unpack_from(bytearray(noise))


def test_an_order_holds_no_expected_answer() -> None:
    message = Order.of(SUBMISSION).to_message()

    assert "hidden" not in str(message)
    assert Order.from_message(message) == Order.of(SUBMISSION)


@pytest.mark.parametrize(
    "change", [{"limits": {"cpu": 1}}, {"inputs": 5}, {"kind": "basic"}, {"limits": {"wall_seconds": 1e9}}]
)
def test_what_is_no_order_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(OrderError):
        Order.from_message({**Order.of(SUBMISSION).to_message(), **change})


def test_a_report_comes_back_as_it_was_sent() -> None:
    report = Report((Finding(Verdict.TLE, message="slow"), Finding(None, value="1")), None, "")

    assert Report.from_message(report.to_message()) == report


def facts(**known: Any) -> Facts:
    ordinary = {"answer": None, "stop": None, "status": 0, "cpu_ms": 1.0, "memory_kb": 1000, "room_kb": 256 * 1024}
    return Facts(**{"kind": Kind.FUNCTION, "limits": LIMITS, **ordinary, **known})


WORDS = {"stderr": "fatal: out of memory", "memory_words": ("out of memory",)}


@pytest.mark.parametrize(
    ("known", "verdict"),
    [
        ({"answer": "R1"}, None),
        ({"answer": ""}, Verdict.RE),
        ({"answer": "A1"}, Verdict.RE),
        ({"answer": "Xsome error"}, Verdict.RE),
        ({"answer": "M"}, Verdict.MLE),
        ({"answer": "F"}, Verdict.OLE),
        ({"answer": "Ua set"}, Verdict.RE),
        ({"answer": "Cline 1"}, Verdict.CE),
        ({"answer": "R1", "cpu_ms": 2001.0}, Verdict.TLE),
        ({"answer": "R1", "stop": Stop.OUTPUT}, Verdict.OLE),
        ({"stop": Stop.WALL}, Verdict.TLE),
        ({"stop": Stop.CPU}, Verdict.TLE),
        ({"stop": Stop.FILES}, Verdict.OLE),
        ({"stop": Stop.THREADS}, Verdict.RE),
        ({"stop": Stop.TAMPERED}, Verdict.RE),
        ({"stop": Stop.OUTPUT, **WORDS}, Verdict.MLE),
        ({"status": 0}, Verdict.RE),
        ({"status": 70 << 8}, Verdict.RE),
        ({"status": 2 << 8, **WORDS}, Verdict.MLE),
        ({"status": signal.SIGXCPU}, Verdict.TLE),
        ({"status": signal.SIGXFSZ}, Verdict.OLE),
        ({"status": signal.SIGKILL}, Verdict.RE),
        ({"status": 40}, Verdict.RE),
        ({"status": signal.SIGSEGV, "memory_kb": 250 * 1024}, Verdict.MLE),
        ({"status": signal.SIGSEGV}, Verdict.RE),
        ({"kind": Kind.PROGRAM, "status": 0}, None),
        ({"kind": Kind.PROGRAM, "status": 1 << 8}, Verdict.RE),
        ({"kind": Kind.PROGRAM, "status": 0, "answer": "R1"}, Verdict.RE),
        ({"kind": Kind.PROGRAM, "status": 0, **WORDS}, None),
        ({"kind": Kind.PROGRAM, "stop": Stop.CPU}, Verdict.TLE),
    ],
)
def test_a_verdict_follows_from_the_facts(known: dict[str, Any], verdict: Verdict | None) -> None:
    assert decide(facts(**known))[0] is verdict


@pytest.mark.parametrize(
    ("elapsed", "starved", "late"), [(4.9, 0.0, False), (5.1, 0.0, True), (9.0, 4.5, False), (21.0, 20.0, True)]
)
def test_waiting_for_a_processor_is_not_counted_within_bounds(elapsed: float, starved: float, late: bool) -> None:
    assert meters.is_late(elapsed, starved=starved, limit=5.0) is late


def test_a_running_process_has_meters_and_an_ended_one_none() -> None:
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()

    books = meters.Books(os.open("/proc", os.O_RDONLY | os.O_DIRECTORY))

    own = os.getpid()
    assert min(meters.cpu_seconds(own), books.starved_seconds(own), books.peak_kb(own), books.threads(own)) > 0
    assert books.mapped_bytes() > books.peak_kb(own) * 1024
    assert {meters.cpu_seconds(ended.pid), books.starved_seconds(ended.pid), books.peak_kb(ended.pid)} == {0}


def test_a_report_for_another_number_of_tests_is_our_error() -> None:
    assert conclude(Report((Finding(None, value="1"),)), SUBMISSION).verdict is Verdict.IE


def test_the_bundle_is_the_same_for_the_same_source_and_cannot_be_changed() -> None:
    source = bundle.pack_source()
    fd = bundle.seal(source)

    with pytest.raises(OSError):
        os.write(fd, b"x")
    os.close(fd)
    assert bundle.pack_source() == source


async def test_the_scripted_judge_says_what_it_was_told_and_then_accepts() -> None:
    wrong = Judgement(Verdict.WA)
    judge = ScriptedJudge([wrong])

    first, second = await judge.judge(SUBMISSION), await judge.judge(SUBMISSION)

    assert (first, second.verdict, second.passed) == (wrong, Verdict.AC, 2)
    assert judge.asked == [SUBMISSION, SUBMISSION]


@pytest.mark.parametrize("module", ["supervisor", "daemon", "scripted", "service", "zygote"])
def test_the_room_loads_no_package_but_pythons_own(module: str) -> None:
    code = (
        f"import sys; import viva.sandbox.{module}\n"
        "names = {name.partition('.')[0] for name in sys.modules}\n"
        "print(sorted(names - set(sys.stdlib_module_names) - {'viva', '__main__', 'sitecustomize'}))"
    )

    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")


def test_the_fork_server_stays_small() -> None:
    code = (
        "import sys; import viva.sandbox.zygote; print(sorted({'asyncio', 'zipfile', 'ssl'} & set(sys.modules)))"
    )

    done = subprocess.run(
        [sys.executable, "-S", "-c", code],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        check=False,
    )

    assert (done.stdout, done.stderr) == ("[]\n", "")
