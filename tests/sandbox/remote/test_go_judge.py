"""What a submission becomes for go-judge, and what its answers become: a row for each."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.remote.fakes import LIMITS, Fake, Reply, function, program, serving
from tests.sandbox.remote.go_judge import KEPT, answering, command_of, is_version, result, scripted
from viva.sandbox.remote.judge import RemoteJudge
from viva.sandbox.types import Limits, Submission, TestResult, Verdict

pytestmark = pytest.mark.integration
NS = 1_000_000_000


def judge_at(fake: Fake, **more: Any) -> RemoteJudge:
    return RemoteJudge(fake.url, "go-judge", pause_seconds=0.0, **more)


def ran(fake: Fake) -> list[dict[str, Any]]:
    return [command for asked in fake.of("/run") if not is_version(command := command_of(asked))]


TABLE = [
    (result(stdout="2  \n\n"), Verdict.AC, ""),
    (result(stdout="3\n"), Verdict.WA, ""),
    (result("Memory Limit Exceeded"), Verdict.MLE, "it needed more than 64 MiB"),
    (result("Time Limit Exceeded", time=NS), Verdict.TLE, "it used more than 1 s of processor time"),
    (result("Time Limit Exceeded", time=NS - 1), Verdict.TLE, "it took more than 2 s"),
    (
        result("Output Limit Exceeded"),
        Verdict.OLE,
        "it printed more than 2000 bytes, or more than the remote code runner takes",
    ),
    (
        result("File Error", fileError=[{"name": "stdout", "type": "CollectSizeExceeded"}]),
        Verdict.OLE,
        "it printed more than 2000 bytes, or more than the remote code runner takes",
    ),
    (result("Nonzero Exit Status", exitStatus=3), Verdict.RE, "it ended with exit status 3"),
    (
        result("Nonzero Exit Status", exitStatus=1, stderr="Traceback\nMemoryError"),
        Verdict.MLE,
        "it needed more than 64 MiB",
    ),
    (result("Signalled", exitStatus=11), Verdict.RE, "it was ended by SIGSEGV"),
    (result("Signalled", exitStatus=9, memory=60 << 20), Verdict.MLE, "it needed more than 64 MiB"),
    (result("Signalled", exitStatus=24), Verdict.TLE, "it used more than 1 s of processor time"),
    (result("Signalled", exitStatus=99), Verdict.RE, "it was ended by signal 99"),
    (result("Dangerous Syscall"), Verdict.RE, "it made a system call that is not allowed"),
]


@pytest.mark.parametrize(("answer", "verdict", "message"), TABLE)
async def test_a_program_that_ran_gets_the_verdict_of_its_status(
    answer: dict[str, Any], verdict: Verdict, message: str
) -> None:
    with serving(scripted(result(), answer)) as fake:
        judgement = await judge_at(fake).judge(program())
    assert (judgement.verdict, judgement.message) == (verdict, message)
    assert [test.verdict for test in judgement.tests] == [verdict]


@pytest.mark.parametrize(
    "status",
    ["Internal Error", "File Error", "Judgement Failed", "Invalid", "CGroup Error", "Wrong Answer", "New"],
)
async def test_what_says_nothing_of_the_program_is_asked_twice_and_never_counts(status: str) -> None:
    with serving(scripted(result(), result(status))) as fake:
        judgement = await judge_at(fake).judge(program())
    assert judgement.verdict is Verdict.IE and judgement.tests == ()
    assert "could not run the program" in judgement.message
    assert len(ran(fake)) == 3  # the check, and two tries


async def test_what_fails_once_is_judged_by_its_second_try() -> None:
    with serving(scripted(result(), result("Internal Error"), result(stdout="2"))) as fake:
        assert (await judge_at(fake).judge(program())).verdict is Verdict.AC


async def test_time_and_memory_come_from_the_box() -> None:
    with serving(scripted(result(), result(stdout="2", stderr="a hint"))) as fake:
        judgement = await judge_at(fake).judge(program())
    expected = TestResult(Verdict.AC, cpu_ms=12.0, wall_ms=34.0, memory_kb=5 * 1024, stdout="2", stderr="a hint")
    assert judgement.tests == (expected,)


async def test_partial_output_is_kept_where_it_was_too_slow() -> None:
    with serving(scripted(result(), result("Time Limit Exceeded", stdout="so far"))) as fake:
        judgement = await judge_at(fake).judge(program())
    assert judgement.tests[0].stdout == "so far"


async def test_limits_inputs_and_source_are_sent_and_no_expected_answer() -> None:
    limits = Limits(cpu_seconds=1.5, wall_seconds=4, memory_mb=100, output_bytes=3000, processes=2)
    with serving(scripted(result(), result(stdout="the secret answer"))) as fake:
        await judge_at(fake).judge(program("python", ("five", "the secret answer"), limits=limits))
    command = ran(fake)[1]
    assert command["args"] == ["/usr/bin/env", "python3", "main.py"]
    assert command["copyIn"] == {"main.py": {"content": "the source"}}
    assert command["files"][:2] == [{"content": "five"}, {"name": "stdout", "max": 3000}]
    assert (command["cpuLimit"], command["clockLimit"]) == (int(1.5 * NS), 4 * NS)
    assert (command["memoryLimit"], command["procLimit"]) == (100 << 20, 3)
    assert "the secret answer" not in str(fake.asked)


async def test_expected_answers_of_functions_stay_here_too() -> None:
    with serving(scripted(result(stdout="nothing"))) as fake:
        await judge_at(fake).judge(function("def solve(n): ...", ((1,), "the secret answer")))
    assert len(ran(fake)) == 1
    assert "the secret answer" not in str(fake.asked)


async def test_what_is_compiled_is_built_once_kept_there_for_its_tests_and_cleared_away() -> None:
    built = result(fileIds={"main": KEPT})
    with serving(scripted(built, result(stdout="2"))) as fake:
        judgement = await judge_at(fake).judge(program("cpp", ("1", "2"), ("1", "2")))
    compiling, *running = ran(fake)
    assert judgement.verdict is Verdict.AC
    assert compiling["copyOutCached"] == ["main"] and compiling["args"][:2] == ["/usr/bin/env", "g++"]
    assert [command["copyIn"] for command in running] == [{"main": {"fileId": KEPT}}] * 2
    assert [(asked.method, asked.path) for asked in fake.asked][-1] == ("DELETE", f"/file/{KEPT}")


@pytest.mark.parametrize("language", ["c", "cpp", "go", "java"])
async def test_a_source_that_does_not_compile_is_ce_in_the_compilers_words(language: str) -> None:
    refused = result("Nonzero Exit Status", exitStatus=1, stderr="main: expected ';'\n")
    with serving(scripted(refused)) as fake:
        judgement = await judge_at(fake).judge(program(language))
    assert (judgement.verdict, judgement.message, judgement.tests) == (Verdict.CE, "main: expected ';'", ())


async def test_a_compile_bomb_is_ce() -> None:
    with serving(scripted(result("Time Limit Exceeded"))) as fake:
        judgement = await judge_at(fake).judge(program("cpp"))
    assert (judgement.verdict, judgement.message) == (Verdict.CE, "compiling it took too much time or memory")


@pytest.mark.parametrize(
    "built",
    [result("Internal Error"), result("File Error"), result(), result(fileIds={"main": 7}), result(fileIds=[])],
)
async def test_a_compiler_that_could_not_be_run_is_no_fault_of_the_source(built: dict[str, Any]) -> None:
    with serving(scripted(built)) as fake:
        judgement = await judge_at(fake).judge(program("cpp"))
    assert judgement.verdict is Verdict.IE
    assert len(ran(fake)) == 2


async def test_a_statement_follows_its_tests_tables() -> None:
    with serving(scripted(result(stdout="2"))) as fake:
        judgement = await judge_at(fake).judge(program("sql", ("create table t (n);", "2")))
    (command,) = ran(fake)
    assert judgement.verdict is Verdict.AC
    assert command["files"][0] == {"content": "create table t (n);\nthe source"} and command["copyIn"] == {}


async def test_java_gets_its_limit_as_heap_and_room_for_the_machine() -> None:
    with serving(scripted(result(fileIds={"main.jar": KEPT}), result(stdout="2"))) as fake:
        await judge_at(fake).judge(program("java"))
    command = ran(fake)[1]
    assert "-Xmx64m" in command["args"]
    assert command["memoryLimit"] > 64 << 20 and command["procLimit"] > LIMITS.processes


async def test_what_is_not_there_is_not_run() -> None:
    with serving(answering(lambda _: Reply([result()]), without=("g++",))) as fake:
        judgement = await judge_at(fake).judge(program("cpp"))
        assert ran(fake) == []
    assert (judgement.verdict, judgement.message) == (
        Verdict.IE,
        "C++ cannot be run by the remote code runner.",
    )


@pytest.mark.parametrize(
    "submission",
    [
        function("func Solve()", ((1,), 1), language="go"),
        program("cobol"),
        program("python", *[("", "")] * 501),
        Submission("x", "not a name", (), language="javascript"),
    ],
)
async def test_what_cannot_be_judged_there_is_refused_without_asking(submission: Submission) -> None:
    with serving(scripted(result())) as fake:
        judgement = await judge_at(fake).judge(submission)
    assert judgement.verdict is Verdict.IE and judgement.message and fake.asked == []


async def test_a_source_beyond_all_measure_is_ce_without_asking() -> None:
    with serving(scripted(result())) as fake:
        judgement = await judge_at(fake).judge(Submission("x" * (256 * 1024 + 1), "solve", ()))
    assert judgement.verdict is Verdict.CE and fake.asked == []


async def test_after_three_timeouts_the_rest_is_not_run() -> None:
    with serving(scripted(result(), result("Time Limit Exceeded"))) as fake:
        judgement = await judge_at(fake).judge(program("python", *[("1", "2")] * 5))
    assert [test.verdict for test in judgement.tests] == [Verdict.TLE] * 5
    assert judgement.tests[4].message == "not run: 3 tests before it took too long"
    assert len(ran(fake)) == 4


async def test_the_status_tells_what_is_there_and_what_is_missing() -> None:
    with serving(answering(lambda _: Reply([result()]), without=("go", "sqlite3"))) as fake:
        status = await judge_at(fake).status()
    assert (status["safe"], status["tier"], status["reason"]) == (True, "remote (go-judge)", "")
    assert {"name": "python", "title": "Python", "version": "It 1.2.3"} in status["languages"]
    assert status["missing"] == [
        {"name": "go", "title": "Go", "needs": "go"},
        {"name": "sql", "title": "SQL (SQLite)", "needs": "sqlite3"},
    ]
