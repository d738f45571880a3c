"""Strangers' programs that mean harm: the right verdict, and nothing left behind."""

from __future__ import annotations

import asyncio
import hashlib
import secrets

import pytest

from tests.sandbox.conftest import at_rest, judge, judge_all
from tests.sandbox.hostile import ALL, CHEATS, LOOPS, MEMORY, RAW_CALLS, Hostile
from viva.sandbox import syscalls
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import Judgement, Limits, Verdict

pytestmark = pytest.mark.integration

ROOMY = Limits(cpu_seconds=10, wall_seconds=30)
GOOD = "def solve(n):\n    return sum(range(n + 1))\n"


def _is_right(hostile: Hostile, told: Judgement) -> bool:
    return told.verdict is hostile.verdict and hostile.says in told.message


async def test_each_hostile_program_gets_its_verdict_and_leaves_nothing(supervisor: Supervisor) -> None:
    before = await at_rest(supervisor)

    judgements = [await judge(supervisor, hostile.source, expected="secret") for hostile in ALL]

    pairs = zip(ALL, judgements, strict=True)
    wrong = [(hostile.name, told.verdict, told.message) for hostile, told in pairs if not _is_right(hostile, told)]
    assert wrong == []
    after = await at_rest(supervisor)
    assert (after["descriptors"], after["pid"]) == (before["descriptors"], before["pid"])


@pytest.mark.parametrize("name", RAW_CALLS)
async def test_a_raw_system_call_is_refused(supervisor: Supervisor, name: str) -> None:
    number = syscalls.number_of(name, machine=syscalls.machine())
    source = (
        "import ctypes\ndef solve(number):\n    libc = ctypes.CDLL(None, use_errno=True)\n"
        "    libc.syscall(number, 0, 0, 0, 0, 0, 0)\n    return ctypes.get_errno()\n"
    )

    judgement = await judge(supervisor, source, args=(number,), expected=1)

    assert [result.value for result in judgement.tests] == [1]  # EPERM


async def test_the_environment_is_empty(supervisor: Supervisor) -> None:
    source = "import os\ndef solve(): return [dict(os.environ), os.listdir('.')]\n"

    judgement = await judge(supervisor, source, expected=[{}, []])

    assert judgement.verdict is Verdict.AC


async def test_a_box_has_four_descriptors_and_nothing_of_the_daemon(supervisor: Supervisor) -> None:
    source = (
        "import os\ndef is_open(fd):\n    try: os.fstat(fd)\n    except OSError: return False\n    return True\n"
        "def solve(): return [fd for fd in range(1000) if is_open(fd)]\n"
    )

    judgement = await judge(supervisor, source, expected=[0, 1, 2, 3])

    assert judgement.verdict is Verdict.AC


SEEKER = """
import gc, hashlib, sys

def walk(thing, seen, depth):
    if depth > 6 or id(thing) in seen or len(seen) > 50000:
        return
    seen[id(thing)] = thing
    yield thing
    for inner in gc.get_referents(thing):
        yield from walk(inner, seen, depth + 1)

def solve(digest):
    roots, frame = [sys.modules, *gc.get_objects()], sys._getframe()
    while frame:
        roots += [frame.f_locals, frame.f_globals]
        frame = frame.f_back
    for thing in walk(roots, {}, 0):
        for word in str(thing).replace('"', " ").split() if type(thing) in (str, bytes) else ():
            if hashlib.sha256(word.encode()).hexdigest() == digest:
                return word
    return "not here"
"""


async def test_neither_the_expected_answer_nor_another_tests_input_is_in_the_box(supervisor: Supervisor) -> None:
    answer, other = secrets.token_hex(8), secrets.token_hex(8)
    digests = [hashlib.sha256(word.encode()).hexdigest() for word in (answer, other)]
    tests = (((digests[0],), answer), ((digests[1],), answer), ((other,), other))

    judgement = await judge_all(supervisor, SEEKER, tests=tests, limits=ROOMY)

    assert [result.value for result in judgement.tests] == ["not here"] * 3


async def test_the_seeker_does_find_what_is_in_the_box(supervisor: Supervisor) -> None:
    digest = hashlib.sha256(b"planted").hexdigest()
    source = SEEKER + "\nPLANTED = 'here is planted text'\n"

    judgement = await judge(supervisor, source, args=(digest,), expected="planted", limits=ROOMY)

    assert judgement.verdict is Verdict.AC


async def test_a_child_that_would_hold_the_pipe_cannot_be_made(supervisor: Supervisor) -> None:
    source = (
        "import os, time\ndef solve():\n    try:\n        if os.fork() == 0:\n            time.sleep(600)\n"
        "    except OSError:\n        pass\n    return 7\n"
    )

    judgement = await judge(supervisor, source, expected=7)

    assert judgement.verdict is Verdict.AC
    await at_rest(supervisor)


async def test_a_good_neighbour_is_accepted_while_hostile_programs_run(supervisor: Supervisor) -> None:
    hostile = [judge(supervisor, program.source, expected="secret") for program in (*LOOPS, *MEMORY, *CHEATS)]
    good = [judge(supervisor, GOOD, args=(n,), expected=n * (n + 1) // 2) for n in range(10)]

    judgements = await asyncio.gather(*hostile, *good)

    assert [judgement.verdict for judgement in judgements[len(hostile) :]] == [Verdict.AC] * 10
    assert Verdict.IE not in [judgement.verdict for judgement in judgements]
