"""What a submission becomes for Piston, and what its answers become: a row for each."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.remote.fakes import LIMITS, Answer, Asked, Fake, Reply, function, program, serving
from viva.sandbox.remote.judge import RemoteJudge
from viva.sandbox.remote.piston import ran
from viva.sandbox.remote.recipes import RECIPES
from viva.sandbox.remote.runs import Job
from viva.sandbox.types import TestResult, Verdict

pytestmark = pytest.mark.integration
RUNTIMES = [
    {"language": "python", "version": "3.9.4", "aliases": ["py", "python3"]},
    {"language": "python", "version": "3.12.0", "aliases": ["py", "python3"]},
    {"language": "python2", "version": "2.7.18", "aliases": ["py2"]},
    {"language": "javascript", "version": "20.11.1", "aliases": ["node-javascript", "js"], "runtime": "node"},
    {"language": "c++", "version": "10.2.0", "aliases": ["cpp", "g++"], "runtime": "gcc"},
    {"language": "sqlite3", "version": "3.36.0", "aliases": ["sqlite", "sql"]},
]


def judge_at(fake: Fake) -> RemoteJudge:
    return RemoteJudge(f"{fake.url}/api/v2", "piston", pause_seconds=0.0)


def stage(**more: Any) -> dict[str, Any]:
    """12 ms of processor, 34 ms, 5 MiB, as Piston tells them; 2 is printed."""
    fixed = {"stdout": "2\n", "stderr": "", "code": 0, "signal": None, "status": None, "message": None}
    return fixed | {"cpu_time": 12, "wall_time": 34, "memory": 5 * 1024 * 1024} | more


def answer(run: dict[str, Any], compiled: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"run": run, "language": "x", "version": "1"} | ({"compile": compiled} if compiled else {})


def scripted(*answers: dict[str, Any]) -> Answer:
    """One after the other, the last again and again."""
    left = list(answers)

    def reply(asked: Asked) -> Reply:
        if asked.path == "/api/v2/runtimes":
            return Reply(RUNTIMES)
        return Reply(left.pop(0) if len(left) > 1 else left[0])

    return reply


def executed(fake: Fake) -> list[Any]:
    return [asked.body for asked in fake.of("/api/v2/execute")]


OLE = "it printed more than 2000 bytes, or more than the remote code runner takes"
TABLE = [
    (stage(stdout="2 \n\n"), Verdict.AC, ""),
    (stage(stdout="3"), Verdict.WA, ""),
    (
        stage(status="TO", code=None, signal="SIGKILL", cpu_time=1000),
        Verdict.TLE,
        "it used more than 1 s of processor time",
    ),
    (stage(status="TO", code=None, signal="SIGKILL"), Verdict.TLE, "it took more than 2 s"),
    (stage(status="OL", code=None, signal="SIGKILL"), Verdict.OLE, OLE),
    (stage(status="EL", code=None, signal="SIGKILL"), Verdict.OLE, OLE),
    (stage(status="RE", code=3), Verdict.RE, "it ended with exit status 3"),
    (stage(status="RE", code=1, stderr="x\nMemoryError"), Verdict.MLE, "it needed more than 64 MiB"),
    (stage(status="SG", code=None, signal="SIGSEGV"), Verdict.RE, "it was ended by SIGSEGV"),
    (stage(status="SG", code=None, signal="SIGKILL", memory=64 << 20), Verdict.MLE, "it needed more than 64 MiB"),
    (stage(status="SG", code=None, signal="SIGODD"), Verdict.RE, "it was ended by SIGODD"),
]


@pytest.mark.parametrize(("run", "verdict", "message"), TABLE)
async def test_a_program_that_ran_gets_the_verdict_of_its_stage(
    run: dict[str, Any], verdict: Verdict, message: str
) -> None:
    with serving(scripted(answer(run))) as fake:
        judgement = await judge_at(fake).judge(program())
    assert (judgement.verdict, judgement.message) == (verdict, message)


@pytest.mark.parametrize(
    "told",
    [
        answer(stage(status="XX", message="isolate failed")),
        answer(stage(), stage(status="XX", code=None)),
        {"message": "no"},
        answer({"output": "2"}),
        answer(stage(code=None)),
        {"run": "2"},
    ],
)
async def test_what_says_nothing_of_the_program_is_asked_twice_and_never_counts(told: dict[str, Any]) -> None:
    with serving(scripted(told)) as fake:
        judgement = await judge_at(fake).judge(program("cpp"))
    assert judgement.verdict is Verdict.IE and judgement.tests == () and judgement.message
    assert len(executed(fake)) == 2


async def test_a_source_that_does_not_compile_is_ce_in_the_compilers_words() -> None:
    failed = stage(code=1, status="RE", stdout="", stderr="main.cpp:1: no\n")
    with serving(scripted(answer(failed, failed))) as fake:
        judgement = await judge_at(fake).judge(program("cpp"))
    assert (judgement.verdict, judgement.message, judgement.tests) == (Verdict.CE, "main.cpp:1: no", ())
    assert len(executed(fake)) == 1


async def test_a_compile_bomb_is_ce() -> None:
    failed = stage(code=None, signal="SIGKILL", status="TO", stdout="")
    with serving(scripted(answer(failed, failed))) as fake:
        judgement = await judge_at(fake).judge(program("cpp"))
    assert (judgement.verdict, judgement.message) == (Verdict.CE, "compiling it took too much time or memory")


async def test_time_and_memory_come_from_the_box() -> None:
    with serving(scripted(answer(stage(stderr="a hint")))) as fake:
        judgement = await judge_at(fake).judge(program())
    assert judgement.tests == (
        TestResult(Verdict.AC, cpu_ms=12.0, wall_ms=34.0, memory_kb=5 * 1024, stdout="2\n", stderr="a hint"),
    )


async def test_limits_inputs_and_source_are_sent_and_no_expected_answer() -> None:
    with serving(scripted(answer(stage()))) as fake:
        await judge_at(fake).judge(program("python", ("five", "the secret answer")))
    (body,) = executed(fake)
    assert body == {
        "language": "python",
        "version": "3.12.0",
        "files": [{"name": "main.py", "content": "the source"}],
        "stdin": "five",
        "run_timeout": 2000,
        "run_cpu_time": 1000,
        "run_memory_limit": 64 << 20,
        "compile_timeout": 60_000,
        "compile_cpu_time": 60_000,
    }
    assert "the secret answer" not in str(fake.asked)


async def test_a_function_is_sent_behind_its_wrapper() -> None:
    with serving(scripted(answer(stage()))) as fake:
        await judge_at(fake).judge(function("function solve() {}", ((1,), "secret"), language="javascript"))
    (body,) = executed(fake)
    assert [file["name"] for file in body["files"]] == ["main.js", "solution.js"]
    assert "secret" not in str(fake.asked)


async def test_a_statement_follows_its_tests_tables() -> None:
    with serving(scripted(answer(stage()))) as fake:
        await judge_at(fake).judge(program("sql", ("create table t (n);", "2")))
    (body,) = executed(fake)
    assert body["files"] == [{"name": "main.sql", "content": "create table t (n);\nthe source"}]
    assert body["stdin"] == ""


async def test_limits_beyond_the_configured_ones_are_lowered_once_for_all() -> None:
    most = {"run_timeout": 1500, "compile_timeout": 10_000, "compile_cpu_time": 10_000}

    def reply(asked: Asked) -> Reply:
        if asked.path == "/api/v2/runtimes":
            return Reply(RUNTIMES)
        for name, value in most.items():
            if asked.body[name] > value:
                return Reply({"message": f"{name} cannot exceed the configured limit of {value}"}, status=400)
        return Reply(answer(stage()))

    with serving(reply) as fake:
        judge = judge_at(fake)
        assert (await judge.judge(program())).verdict is Verdict.AC
        asked_at_first = len(executed(fake))
        assert (await judge.judge(program())).verdict is Verdict.AC
    assert asked_at_first == 1 + len(most)
    assert len(executed(fake)) == asked_at_first + 1


async def test_one_that_refuses_whatever_it_is_asked_is_given_up() -> None:
    def reply(asked: Asked) -> Reply:
        refused = {"message": "run_timeout cannot exceed the configured limit of 1500"}
        return Reply(RUNTIMES) if asked.method == "GET" else Reply(refused, status=400)

    with serving(reply) as fake:
        judgement = await judge_at(fake).judge(program())
    assert judgement.verdict is Verdict.IE
    assert len(executed(fake)) == 12  # two tries of six


@pytest.mark.parametrize(("seconds", "verdict"), [(1.99, Verdict.RE), (2.0, Verdict.TLE)])
def test_an_older_one_that_only_kills_is_told_by_the_time_it_took(seconds: float, verdict: Verdict) -> None:
    old = {"stdout": "", "stderr": "", "output": "", "code": None, "signal": "SIGKILL"}
    job = Job(RECIPES["python"], {"main.py": ""}, LIMITS, 2000)
    assert ran(answer(old), job=job, seconds=seconds).verdict is verdict


async def test_the_status_tells_what_is_there_by_name_or_alias() -> None:
    with serving(scripted(answer(stage()))) as fake:
        status = await judge_at(fake).status()
    assert (status["safe"], status["tier"]) == (True, "remote (Piston)")
    assert [(language["name"], language["version"]) for language in status["languages"]] == [
        ("python", "3.12.0"),
        ("javascript", "20.11.1"),
        ("cpp", "10.2.0"),
        ("sql", "3.36.0"),
    ]
    assert [language["name"] for language in status["missing"]] == ["typescript", "java", "c", "go"]


@pytest.mark.parametrize(
    "runtimes", [{}, None, "python", [7, {"language": "python", "aliases": 3}, {"aliases": None}]]
)
async def test_odd_lists_of_languages_raise_nothing(runtimes: Any) -> None:
    with serving(lambda _: Reply(runtimes)) as fake:
        status = await judge_at(fake).status()
        judgement = await judge_at(fake).judge(program("cpp"))
    assert status["safe"] is isinstance(runtimes, list)
    assert judgement.verdict is Verdict.IE
