"""Each language in real boxes: the whole table of verdicts, prints apart from answers, nothing carried on."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from tests.conftest import lacking
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import Judgement, JudgeTest, Kind, Limits, Submission

pytestmark = pytest.mark.integration

TIGHT = Limits(cpu_seconds=1.0, wall_seconds=4.0, memory_mb=64, output_bytes=4096, file_bytes=65536)


@dataclass(frozen=True)
class Ways:
    """One language's `solve(n)`: as it should be, and going wrong in every way; and a program that doubles."""

    right: str
    loops: str
    hoards: str
    fails: str
    floods: str
    broken: str
    program: str
    ends: str


C_HEAD = "#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n"
WAYS = {
    "javascript": Ways(
        right="function solve(n) { console.log('seen', n); return n + 1 }",
        loops="function solve(n) { for (;;) {} }",
        hoards="function solve(n) { const a = []; for (;;) a.push(new Array(1e6).fill(n)) }",
        fails="function solve(n) { return n.no.such }",
        floods="function solve(n) { for (;;) console.log('x'.repeat(1000)) }",
        broken="function solve(n { return 1 }",
        program="console.log(2 * require('fs').readFileSync(0, 'utf8'))",
        ends="process.exit(3)",
    ),
    "c": Ways(
        right=C_HEAD + 'int solve(int n) { printf("seen %d\\n", n); return n + 1; }',
        loops="int solve(int n) { volatile int i = 0; for (;;) i++; return n; }",
        hoards=C_HEAD + "int solve(int n) { for (;;) { char *p = malloc(1 << 20); memset(p, 1, 1 << 20); } }",
        fails="int solve(int n) { volatile int *p = 0; return *p; }",
        floods=C_HEAD + 'int solve(int n) { for (;;) puts("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"); }',
        broken="int solve(int n) { return m; }",
        program=C_HEAD + 'int main(void) { int n; scanf("%d", &n); printf("%d\\n", 2 * n); }',
        ends="int main(void) { return 3; }",
    ),
    "cpp": Ways(
        right='int solve(int n) { cout << "seen " << n << endl; return n + 1; }',
        loops="int solve(int n) { volatile int i = 0; for (;;) i++; return n; }",
        hoards="int solve(int n) { vector<vector<int>> a; for (;;) a.emplace_back(1 << 20, n); }",
        fails="int solve(int n) { vector<int> a; return a.at(n); }",
        floods='int solve(int n) { for (;;) cout << "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx" << endl; }',
        broken="int solve(int n) { return m; }",
        program="#include <iostream>\nint main() { int n; std::cin >> n; std::cout << 2 * n << '\\n'; }",
        ends="int main() { return 3; }",
    ),
    "go": Ways(
        right='import "fmt"\nfunc solve(n int) int { fmt.Println("seen", n); return n + 1 }',
        loops="func solve(n int) int { for { n++ } }",
        hoards="func solve(n int) int { a := [][]byte{}; for { b := make([]byte, 1<<20); b[n] = 1;"
        " a = append(a, b) } }",
        fails="func solve(n int) int { a := []int{}; return a[n] }",
        floods='import "fmt"\nfunc solve(n int) int { for { fmt.Println("xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx") } }',
        broken="func solve(n int) int { return m }",
        program='package main\nimport "fmt"\nfunc main() { var n int; fmt.Scan(&n); fmt.Println(2 * n) }',
        ends='package main\nimport "os"\nfunc main() { os.Exit(3) }',
    ),
    "java": Ways(
        right='class Solution { int solve(int n) { System.out.println("seen " + n); return n + 1; } }',
        loops="class Solution { int solve(int n) { for (;;) n++; } }",
        hoards="import java.util.*; class Solution { int solve(int n) { List<int[]> a = new ArrayList<>();"
        " for (;;) a.add(new int[1 << 20]); } }",
        fails="class Solution { int solve(int n) { int[] a = {}; return a[n]; } }",
        floods='class Solution { int solve(int n) { for (;;) System.out.println("xxxxxxxxxxxxxxxxxxxxxxxx"); } }',
        broken="class Solution { int solve(int n) { return m; } }",
        program="import java.util.*; public class Main { public static void main(String[] a) {"
        " System.out.println(2 * new Scanner(System.in).nextInt()); } }",
        ends="public class Main { public static void main(String[] a) { System.exit(3); } }",
    ),
    "typescript": Ways(
        right="function solve(n: number): number { console.log('seen', n); return n + 1 }",
        loops="function solve(n: number): number { for (;;) {} }",
        hoards="function solve(n: number) { const a: number[][] = []; for (;;) a.push(new Array(1e6).fill(n)) }",
        fails="function solve(n: any) { return n.no.such }",
        floods="function solve(n: number) { for (;;) console.log('x'.repeat(1000)) }",
        broken="function solve(n: number { return 1 }",
        program="import * as fs from 'fs'\nconsole.log(2 * Number(fs.readFileSync(0, 'utf8')))",
        ends="process.exit(3)",
    ),
}


async def ask(
    polyglot: Supervisor, language: str, source: str, *tests: JudgeTest, kind: Kind = Kind.FUNCTION
) -> Judgement:
    status = await polyglot.status()
    if language not in {row["name"] for row in status["languages"]}:
        lacking(f"the tools of {language}")
    limits = None if language == "java" else TIGHT
    return await polyglot.client.judge(Submission(source, "solve", tests, language, limits, kind=kind))


async def test_every_verdict_is_given_where_it_belongs(polyglot: Supervisor) -> None:
    expected = {"right": "AC", "loops": "TLE", "hoards": "MLE", "fails": "RE", "floods": "OLE", "broken": "CE"}
    found = {}
    for language, ways in WAYS.items():
        told = {name: await ask(polyglot, language, getattr(ways, name), JudgeTest((1,), 2)) for name in expected}
        found[language] = {name: str(judgement.verdict) for name, judgement in told.items()}

    assert found == dict.fromkeys(WAYS, expected)


async def test_each_test_has_its_own_verdict_figures_and_prints(polyglot: Supervisor) -> None:
    tests = (JudgeTest((1,), 2), JudgeTest((5,), 5), JudgeTest((7,), 8))
    found, unmeasured = {}, []
    for language, ways in WAYS.items():
        judgement = await ask(polyglot, language, ways.right, *tests)
        found[language] = [(result.verdict, result.value, result.stdout.strip()) for result in judgement.tests]
        unmeasured += [language for result in judgement.tests if result.cpu_ms <= 0 or result.memory_kb <= 0]

    assert found == {key: [("AC", 2, "seen 1"), ("WA", 6, "seen 5"), ("AC", 8, "seen 7")] for key in WAYS}
    assert unmeasured == []


async def test_a_program_is_judged_by_what_it_prints(polyglot: Supervisor) -> None:
    tests = (JudgeTest(stdin="4\n", expected="8"), JudgeTest(stdin="5\n", expected="11\n"))
    found = {}
    for language, ways in WAYS.items():
        judgement = await ask(polyglot, language, ways.program, *tests, kind=Kind.PROGRAM)
        ended = await ask(polyglot, language, ways.ends, tests[0], kind=Kind.PROGRAM)
        printed = [(result.verdict, result.stdout) for result in judgement.tests]
        found[language] = [*printed, (ended.verdict, "exit status 3" in ended.message)]

    assert found == {key: [("AC", "8\n"), ("WA", "10\n"), ("RE", True)] for key in WAYS}


TABLES = "CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 'x;y'), (1, 'z'), (2, 'q');"
ENDLESS = "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n FROM r) SELECT count(*) FROM r"
QUERIES = {
    "SELECT a, count(*) FROM t GROUP BY a ORDER BY a": ("AC", [[1, 2], [2, 1]]),
    "SELECT 1; SELECT a FROM t WHERE b = 'x;y'": ("WA", [[1]]),
    "SELEC 1": ("CE", None),
    "SELECT missing FROM t": ("RE", None),
    "ATTACH '/etc/passwd' AS p": ("RE", None),
    ENDLESS: ("TLE", None),
}


async def test_a_query_is_judged_by_its_rows(polyglot: Supervisor) -> None:
    found = {}
    for query in QUERIES:
        judgement = await ask(polyglot, "sql", query, JudgeTest((TABLES,), [[1, 2], [2, 1]]))
        found[query] = (judgement.verdict, judgement.tests[0].value if judgement.tests else None)

    assert found == QUERIES
