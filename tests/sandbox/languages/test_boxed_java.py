"""Java and TypeScript in real boxes, in each tier: what their runtimes need is there, and no more."""

from __future__ import annotations

import pytest

from tests.conftest import lacking
from tests.sandbox.conftest import polyglot, socket_path, tier
from viva.sandbox.languages.registry import LANGUAGES
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import Judgement, JudgeTest, Kind, Submission, Verdict

__all__ = ["polyglot", "socket_path", "tier"]

pytestmark = pytest.mark.integration

ACTS = """import java.nio.file.*;

class Solution {
    static final java.util.List<int[]> kept = new java.util.ArrayList<>();

    int solve(String what) throws Exception {
        System.out.println("é " + what);
        switch (what) {
            case "threads": return started(20);
            case "file": return Files.readString(Files.writeString(Path.of("kept"), "own")).length();
            case "kept": return Files.exists(Path.of("kept")) ? 0 : 3;
            case "environment": return 3 + System.getenv().size();
            case "others": return Files.readAllBytes(Path.of("/proc/1/environ")).length * 0 + 3;
            case "machine": return Files.readAllBytes(Path.of("/etc/passwd")).length * 0 + 3;
            case "memory": while (true) kept.add(new int[1 << 18]);
            case "deep": return dig(0);
            case "disk": Files.write(Path.of("large"), new byte[2 << 20]); return 3;
            case "process": return new ProcessBuilder("/bin/true").start().waitFor();
            case "net": new java.net.Socket("127.0.0.1", 22); return 3;
            case "exit": System.exit(0);
        }
        return 3;
    }

    static int dig(int n) { return dig(n + 1) + 1; }

    static int started(int count) throws Exception {
        Thread[] all = new Thread[count];
        for (int at = 0; at < count; at++) (all[at] = new Thread(() -> { }, "t" + at)).start();
        for (Thread one : all) one.join();
        return 3;
    }
}
"""
VERDICTS = {
    "plain": Verdict.AC,
    "threads": Verdict.AC,
    "file": Verdict.AC,
    "kept": Verdict.AC,
    "environment": Verdict.AC,
    "others": Verdict.RE,
    "machine": Verdict.RE,
    "memory": Verdict.MLE,
    "deep": Verdict.RE,
    "disk": Verdict.OLE,
    "process": Verdict.RE,
    "net": Verdict.RE,
    "exit": Verdict.RE,
}


async def judged(
    polyglot: Supervisor, language: str, source: str, *tests: JudgeTest, kind: Kind = Kind.FUNCTION
) -> Judgement:
    if LANGUAGES[language].find() is None:
        lacking(LANGUAGES[language].title)
    return await polyglot.client.judge(Submission(source, "solve", tests, language=language, kind=kind))


async def test_java_has_what_it_needs_and_no_more(polyglot: Supervisor) -> None:
    tests = [JudgeTest((what,), 3) for what in VERDICTS]

    judgement = await judged(polyglot, "java", ACTS, *tests)

    assert {what: test.verdict for what, test in zip(VERDICTS, judgement.tests, strict=True)} == VERDICTS
    assert [test.stdout for test in judgement.tests][:2] == ["é plain\n", "é threads\n"]


@pytest.mark.parametrize(
    ("language", "source"),
    [
        (
            "java",
            "public class Main { public static void main(String[] a) {"
            " System.out.println(2 * new java.util.Scanner(System.in).nextInt()); } }",
        ),
        ("typescript", "const n: number = +require('fs').readFileSync(0, 'utf8'); console.log(n * 2);"),
    ],
)
async def test_a_program_reads_and_prints(polyglot: Supervisor, language: str, source: str) -> None:
    test = JudgeTest(stdin="21\n", expected="42")

    judgement = await judged(polyglot, language, source, test, test, kind=Kind.PROGRAM)

    assert [test.verdict for test in judgement.tests] == [Verdict.AC, Verdict.AC]


@pytest.mark.parametrize(
    ("language", "source", "message"),
    [
        (
            "java",
            "class Solution {\n  int solve() { return n; }\n}\n",
            "Solution.java:2: error: cannot find symbol",
        ),
        ("java", "class Mine { }", "Solution.java defines no class Solution with a method solve"),
        (
            "typescript",
            "function solve() {\n  return +;\n}\n",
            "solution.ts:2:11: error TS1109: Expression expected.",
        ),
    ],
)
async def test_what_does_not_compile_is_told(
    polyglot: Supervisor, language: str, source: str, message: str
) -> None:
    judgement = await judged(polyglot, language, source, JudgeTest((), 1))

    assert judgement.verdict is Verdict.CE
    assert judgement.message.startswith(message)


async def test_typescript_is_told_by_its_own_lines_and_built_once(polyglot: Supervisor) -> None:
    source = (
        "interface A {}\n\nfunction solve(n: number): number {\n  if (n) return n;\n  throw new Error('no');\n}\n"
    )

    for _ in range(2):
        judgement = await judged(polyglot, "typescript", source, JudgeTest((1,), 1), JudgeTest((0,), 1))

        assert [test.verdict for test in judgement.tests] == [Verdict.AC, Verdict.RE]
        assert judgement.tests[1].stderr == "Error: no\n    at solve (solution.ts:5:9)\n"
