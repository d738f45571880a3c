"""Readability by analysers: the same faults are found in every language, and nothing that is mere taste."""

from __future__ import annotations

import pytest

from viva.ai.grading import ruff
from viva.ai.grading.readability import LONGEST_READ, Reading, read_code
from viva.ai.grading.shape import FILES

pytestmark = pytest.mark.integration

CLEAN = {
    "python": """
def total(numbers):
    found = 0
    for each in numbers:
        found += each
    return found
""",
    "javascript": """
function total(numbers) {
  let found = 0
  for (const each of numbers) found += each
  return found
}
""",
    "typescript": """
function total(numbers: number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0);
}
""",
    "java": """
class Main {
  static int total(int[] numbers) {
    int found = 0;
    for (int each : numbers) { found += each; }
    return found;
  }
}
""",
    "c": """
int total(int *numbers, int n) {
  int found = 0;
  for (int i = 0; i < n; i++) found += numbers[i];
  return found;
}
""",
    "cpp": """
int total(std::vector<int> numbers) {
  int found = 0;
  for (int each : numbers) { found += each; }
  return found;
}
""",
    "go": """
package main

func total(numbers []int) int {
    found := 0
    for _, each := range numbers {
        found += each
    }
    return found
}
""",
}
FIVE_DEEP = {
    "python": "def f(n):\n"
    + "".join("    " * (level + 1) + f"if n > {level}:\n" for level in range(5))
    + "    " * 6
    + "return n\n",
    "javascript": "function f(n) {\n" + "if (n > 1) {\n" * 5 + "return n\n" + "}\n" * 6,
    "typescript": "function f(n: number) {\n" + "while (n > 1) {\n" * 5 + "return n;\n" + "}\n" * 6,
    "java": "class Main { static int f(int n) {\n" + "for (;;) {\n" * 5 + "return n;\n" + "}\n" * 7,
    "c": "int f(int n) {\n" + "if (n > 1)\n" * 5 + "return n;\n" + "}\n",
    "cpp": "int f(int n) {\n" + "if (n > 1) {\n" * 5 + "return n;\n" + "}\n" * 6,
    "go": "package main\nfunc f(n int) int {\n" + "for i := 0; i < n; i++ {\n" * 5 + "return n\n" + "}\n" * 6,
}
LINE = {
    "python": ("def walk(found):\n", "    found += 1\n", ""),
    "javascript": ("function walk(found) {\n", "  found += 1\n", "}\n"),
    "typescript": ("function walk(found: number) {\n", "  found += 1;\n", "}\n"),
    "java": ("class Main {\nstatic void walk(int found) {\n", "  found += 1;\n", "}\n}\n"),
    "c": ("void walk(int found) {\n", "  found += 1;\n", "}\n"),
    "cpp": ("void walk(int found) {\n", "  found += 1;\n", "}\n"),
    "go": ("package main\nfunc walk(found int) {\n", "\tfound += 1\n", "}\n"),
}
LANGUAGES = sorted(FILES)


def read(source: str, language: str = "python") -> Reading:
    reading = read_code(source, language)
    assert reading is not None
    return reading


def texts(source: str, language: str = "python") -> list[tuple[int, str]]:
    return [(finding.line, finding.text) for finding in read(source, language).findings]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plain_solution_has_all_of_its_share(language: str) -> None:
    assert read(CLEAN[language], language) == Reading(1.0, ())


@pytest.mark.parametrize("language", LANGUAGES)
def test_deep_nesting_is_found_with_its_line(language: str) -> None:
    found = texts(FIVE_DEEP[language], language)
    last = 7 if language == "go" else 6
    assert (last, "nested five deep") in found
    assert read(FIVE_DEEP[language], language).share < 0.9


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_function_is_found_where_it_begins(language: str) -> None:
    head, line, tail = LINE[language]
    found = texts(head + line * 70 + tail, language)
    begins = 2 if language in {"java", "go"} else 1
    assert [line for line, text in found if text.startswith("a function of 7")] == [begins]


@pytest.mark.parametrize("language", LANGUAGES)
def test_longer_is_never_more_readable(language: str) -> None:
    head, line, tail = LINE[language]
    shares = [read(head + line * count + tail, language).share for count in range(10, 130, 10)]
    assert shares == sorted(shares, reverse=True)
    assert shares[0] > shares[-1]


def test_two_letters_are_let_be_and_more_are_named() -> None:
    few = "def solve(a, b, n):\n    for i in range(n):\n        a += b * i\n    return a\n"
    assert texts(few) == []
    many = "def solve(a, b):\n    q = a\n    w = b\n    return q + w\n"
    assert texts(many) == [(1, "names of one letter: a, b, q, w")]
    assert texts("int add(int a, int b) { int c = a; return c + b; }", "c") == [
        (1, "names of one letter: a, b, c")
    ]


@pytest.mark.parametrize(
    ("source", "finding"),
    [
        ("import os\n\ndef solve():\n    return 1\n", (1, "an import that is not used: os")),
        ("def solve():\n    spare = 1\n    return 2\n", (2, "a variable that is not used: spare")),
        ("def solve(found=[]):\n    return found\n", (1, "a default value that all calls share")),
        (
            "def solve():\n    try:\n        return 1\n    except:\n        return 2\n",
            (4, "an except that catches everything"),
        ),
        ("def solve(rows):\n    rows == 2\n    return rows\n", (2, "a comparison whose result is not used")),
    ],
)
def test_what_is_unused_or_misleading_in_python_is_found(source: str, finding: tuple[int, str]) -> None:
    assert texts(source) == [finding]
    assert read(source).share < 1


def test_a_comment_does_not_silence_the_analyser() -> None:
    assert texts("# ruff: noqa\nimport os  # noqa\n\ndef solve():\n    return 1\n") != []


@pytest.mark.parametrize(
    "source",
    [
        "def Solve( A,B ) :\n  return (A+ B)\n",
        "def camelCase(someList):\n\n\n\n    return [x for x in someList]\n",
        "solve = lambda rows: rows[0] if len(rows) == 1 else None\n",
        "def solve(rows):\n    '''says' \"how\"'''\n    if rows == None: return\n    print(rows); return rows\n",
    ],
)
def test_taste_costs_nothing(source: str) -> None:
    assert read(source) == Reading(1.0, ())


def test_early_returns_and_chains_are_no_nesting() -> None:
    chain = (
        "function f(n) {\n"
        + "if (n > 1) return 1\n" * 7
        + "if (n) { g() } "
        + "else if (n > 2) { g() }\n" * 6
        + "}\n"
    )
    assert [text for _, text in texts(chain, "javascript") if "nested" in text] == []
    elifs = "def solve(n):\n    if n:\n        n = 1\n" + "    elif n > 2:\n        n = 2\n" * 6 + "    return n\n"
    assert [text for _, text in texts(elifs) if "nested" in text] == []


@pytest.mark.parametrize("language", ["javascript", "java", "cpp"])
def test_words_in_comments_and_strings_are_no_code(language: str) -> None:
    source = CLEAN[language] + "// if (a) { while (b) { for (c) { switch (d) { if (e) { import q w r\n"
    assert read(source, language).share == 1.0


@pytest.mark.parametrize("language", ["javascript", "typescript"])
def test_templates_and_callbacks_are_followed(language: str) -> None:
    source = (
        "function f(rows) {\n  const word = `a ${rows} {{{`;\n"
        + "  rows.map((each) => {\n    if (each) { return 1 }\n  })\n" * 5
        + "}\n"
    )
    assert [text for _, text in texts(source, language) if "nested" in text] == []


HOSTILE = {
    "a line of a megabyte": "x = " + "1 + " * 250_000 + "1",
    "deep brackets": "(" * 5000 + ")" * 5000,
    "deep braces": "{" * 9000,
    "deep blocks": "".join(" " * level + "if 1:\n" for level in range(98)) + " " * 99 + "pass",
    "deep functions": "function f(){" * 700,
    "open strings": "'" * 9999,
    "open comment": "/*" * 4999,
    "raw strings": 'R"(' * 3000,
    "classes": "class A{" * 1100,
    "null bytes": "def f():\0\0 pass",
    "not UTF-8": b"x = '\xff\xfe\x80'".decode("latin-1"),
    "half a surrogate": "x = '\ud800'\n",
    "invisible": "\u202e\u200b" * 4000,
    "nothing": "  \n\n",
    "only a comment": "# nothing\n",
    "templates": "`${" * 3000,
    "prose": "I would first sort them, then walk along.",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("what", HOSTILE)
def test_whatever_is_handed_in_is_read_or_left_to_the_others(what: str, language: str) -> None:
    first, again = (read_code(HOSTILE[what], language) for _ in range(2))
    assert first == again
    assert first is None or 0 <= first.share <= 1


@pytest.mark.parametrize(
    ("source", "language"),
    [
        ("def broken(:", "python"),
        ("def f():\0 pass", "python"),
        ("", "javascript"),
        ("// nothing", "java"),
        ("SELECT 1", "sql"),
        ("def f(): pass", "cobol"),
        ("x = 1\n" * LONGEST_READ, "python"),
        ("function f(){" * 700, "javascript"),
    ],
)
def test_what_cannot_be_analysed_has_no_share(source: str, language: str) -> None:
    assert read_code(source, language) is None


@pytest.mark.parametrize("seconds", [0.0, 2.0])
def test_where_ruff_fails_the_others_stand_for_it(seconds: float, monkeypatch: pytest.MonkeyPatch) -> None:
    source = "import os\n\ndef solve():\n    return 1\n"
    if seconds:
        monkeypatch.setattr(ruff, "_binary", lambda: "/nowhere/ruff")
    else:
        monkeypatch.setattr(ruff, "SECONDS", 0.0)
    assert ruff.find_by_ruff(source) is None
    assert read(source) == Reading(1.0, ())
