"""What a run's verdict, figures and texts say."""

from __future__ import annotations

import pytest

from tests.sandbox.conftest import QUICK, judge, judge_all
from viva.sandbox.judging import MOST_TIMEOUTS
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import Judgement, JudgeTest, Limits, Submission, Verdict

pytestmark = pytest.mark.integration


def told(judgement: Judgement) -> list[Verdict]:
    return [result.verdict for result in judgement.tests]


async def test_a_judgement_is_that_of_the_first_test_that_is_not_right(supervisor: Supervisor) -> None:
    source = "def solve(n):\n    if n == 3: raise ValueError('three')\n    return n if n != 2 else 0\n"

    judgement = await judge_all(supervisor, source, tests=tuple(((n,), n) for n in (1, 2, 3, 4)))

    assert told(judgement) == [Verdict.AC, Verdict.WA, Verdict.RE, Verdict.AC]
    assert (judgement.verdict, judgement.passed) == (Verdict.WA, 2)
    assert [result.value for result in judgement.tests] == [1, 0, None, 4]


async def test_prints_are_kept_apart_from_the_answer(supervisor: Supervisor) -> None:
    source = "import sys\ndef solve():\n    print('out')\n    print('err', file=sys.stderr)\n    return 5\n"

    judgement = await judge(supervisor, source, expected=5)

    result = judgement.tests[0]
    assert (result.verdict, result.stdout, result.stderr, result.value) == (Verdict.AC, "out\n", "err\n", 5)


@pytest.mark.parametrize(("ending", "verdict"), [("while True: pass", Verdict.TLE), ("1 / 0", Verdict.RE)])
async def test_what_was_printed_before_the_end_is_kept(
    supervisor: Supervisor, ending: str, verdict: Verdict
) -> None:
    judgement = await judge(supervisor, f"def solve():\n    print('so far', end='')\n    {ending}\n")

    assert (judgement.verdict, judgement.tests[0].stdout) == (verdict, "so far")


async def test_output_is_cut_at_the_limit(supervisor: Supervisor) -> None:
    judgement = await judge(supervisor, "def solve(): print('é' * 9000)\n")

    assert len(judgement.tests[0].stdout.encode()) == QUICK.output_bytes


async def test_a_traceback_names_the_candidates_lines_and_no_path_of_the_host(supervisor: Supervisor) -> None:
    source = "import json\n\ndef solve():\n    return json.loads('{')\n"

    judgement = await judge(supervisor, source)

    assert judgement.tests[0].stderr == (
        "Traceback (most recent call last):\n"
        '  File "solution.py", line 4, in solve\n'
        "    return json.loads('{')\n"
        "           ^^^^^^^^^^^^^^^\n"
        "json.decoder.JSONDecodeError: Expecting property name enclosed in double quotes: "
        "line 1 column 2 (char 1)\n"
    )


async def test_a_syntax_error_stops_everything_with_its_place(supervisor: Supervisor) -> None:
    judgement = await judge_all(supervisor, "def solve(n)\n    return n\n", tests=(((1,), 1), ((2,), 2)))

    assert (judgement.verdict, judgement.tests) == (Verdict.CE, ())
    assert judgement.message == (
        "File \"solution.py\", line 1\n    def solve(n)\n                ^\nSyntaxError: expected ':'"
    )


async def test_a_submission_without_tests_is_compiled_only(supervisor: Supervisor) -> None:
    client = supervisor.client

    good = await client.judge(Submission("raise SystemExit\n", "solve", ()))
    bad = await client.judge(Submission("def\n", "solve", ()))

    assert (good.verdict, bad.verdict) == (Verdict.AC, Verdict.CE)


async def test_state_and_files_are_not_carried_from_test_to_test(supervisor: Supervisor) -> None:
    source = (
        "import json, os\nseen = []\ndef solve(n):\n    seen.append(n)\n"
        "    json.kept = getattr(json, 'kept', 0) + 1\n"
        "    found = os.listdir('.')\n    with open('note', 'w') as note: note.write(str(n))\n"
        "    with open('note') as note: return [seen, json.kept, found, note.read()]\n"
    )

    judgement = await judge_all(supervisor, source, tests=tuple(((n,), [[n], 1, [], str(n)]) for n in range(3)))

    assert told(judgement) == [Verdict.AC] * 3


async def test_random_numbers_differ_from_box_to_box(supervisor: Supervisor) -> None:
    source = "import random\ndef solve(n): return random.random()\n"

    judgement = await judge_all(supervisor, source, tests=tuple(((n,), None) for n in range(3)))

    assert len({result.value for result in judgement.tests}) == 3


async def test_time_and_memory_are_those_of_the_test(supervisor: Supervisor) -> None:
    source = (
        "import time\ndef solve(kind):\n    if kind == 'sleep': time.sleep(0.2)\n"
        "    began = time.process_time()\n"
        "    while kind == 'spin' and time.process_time() - began < 0.2: pass\n"
        "    if kind == 'hold': return len(b'x' * (30 * 2**20))\n"
    )

    judgement = await judge_all(
        supervisor, source, tests=tuple(((kind,), None) for kind in ("sleep", "spin", "hold"))
    )

    sleep, spin, hold = judgement.tests
    assert sleep.wall_ms >= 200 > sleep.cpu_ms
    assert spin.cpu_ms >= 200
    assert hold.memory_kb - sleep.memory_kb > 29 * 1024


@pytest.mark.parametrize(
    ("body", "says"), [("while True: pass", "0.5 s of processor time"), ("time.sleep(99)", "more than 1 s")]
)
async def test_a_timeout_says_which_time_ran_out(supervisor: Supervisor, body: str, says: str) -> None:
    limits = Limits(cpu_seconds=0.5, wall_seconds=60 if "while" in body else 1)

    judgement = await judge(supervisor, f"import time\ndef solve():\n    {body}\n", limits=limits)

    assert (judgement.verdict, says in judgement.message) == (Verdict.TLE, True)


async def test_after_too_many_timeouts_the_rest_is_not_run(supervisor: Supervisor) -> None:
    limits = Limits(cpu_seconds=0.1, wall_seconds=0.2)

    judgement = await judge_all(
        supervisor,
        "def solve(n):\n    while True: pass\n",
        tests=tuple(((n,), n) for n in range(5)),
        limits=limits,
    )

    assert told(judgement) == [Verdict.TLE] * 5
    ran = [result.wall_ms > 0 for result in judgement.tests]
    assert ran == [True] * MOST_TIMEOUTS + [False] * (5 - MOST_TIMEOUTS)


async def test_threads_run_where_the_limits_allow_them_and_processes_never(supervisor: Supervisor) -> None:
    threads = (
        "import threading\ndef solve(n):\n    got = []\n"
        "    ts = [threading.Thread(target=got.append, args=(i,)) for i in range(n)]\n"
        "    [t.start() for t in ts]\n    [t.join() for t in ts]\n    return sorted(got)\n"
    )
    crowd = (
        "import threading, time\ndef solve():\n    for _ in range(5):\n"
        "        threading.Thread(target=time.sleep, args=(9,)).start()\n"
        "    time.sleep(9)\n"
    )
    limits = Limits(processes=4)

    several = await judge(supervisor, threads, args=(3,), expected=[0, 1, 2], limits=limits)
    many = await judge(supervisor, crowd, limits=limits)
    fork = await judge(supervisor, "import os\ndef solve(): os.fork()\n", limits=limits)

    assert [several.verdict, many.verdict, fork.verdict] == [Verdict.AC, Verdict.RE, Verdict.RE]
    assert many.message == "it started more than 4 threads"


async def test_ordinary_python_works_in_a_box(supervisor: Supervisor) -> None:
    source = (
        "from __future__ import annotations\n"
        "import asyncio, dataclasses, decimal, sqlite3, tempfile, zoneinfo, datetime\n"
        "@dataclasses.dataclass\nclass Point:\n    x: int\n"
        "async def later(): return 3\n"
        "def solve(d):\n"
        "    with tempfile.TemporaryFile('w+') as f:\n        f.write('hi'); f.seek(0); text = f.read()\n"
        "    db = sqlite3.connect(':memory:').execute('select 1+1').fetchone()\n"
        "    zone = datetime.datetime(2026, 1, 1, tzinfo=zoneinfo.ZoneInfo('Asia/Kolkata')).utcoffset().seconds\n"
        "    return [Point(2).x, asyncio.run(later()), text, db, str(decimal.Decimal('1.10')), zone, d]\n"
    )

    judgement = await judge(
        supervisor,
        source,
        args=({"k": [1.5, None]},),
        expected=[2, 3, "hi", (2,), "1.10", 19800, {"k": [1.5, None]}],
    )

    assert (judgement.verdict, judgement.message) == (Verdict.AC, "")


@pytest.mark.parametrize(
    ("submission", "verdict", "says"),
    [
        (Submission("x", "solve", (), language="cobol"), Verdict.IE, "no such language"),
        (Submission("x", "solve", (), limits=Limits(memory_mb=10**6)), Verdict.IE, "memory_mb"),
        (Submission("x", "solve", (JudgeTest(({1},), 1),)), Verdict.IE, "not JSON"),
        (Submission("def solve(): return 1", "solve", (JudgeTest((), {1}),)), Verdict.IE, "not JSON"),
        (Submission("#" * 300_000, "solve", ()), Verdict.CE, "longer than"),
    ],
)
async def test_what_cannot_be_run_says_why(
    supervisor: Supervisor, submission: Submission, verdict: Verdict, says: str
) -> None:
    judgement = await supervisor.client.judge(submission)

    assert (judgement.verdict, says in judgement.message) == (verdict, True)
