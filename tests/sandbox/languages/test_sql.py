"""SQL: the rows of the last query, and what SQLite or the judge refuses."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from viva.sandbox.languages.language import SourceError, Toolchain
from viva.sandbox.languages.query import answer
from viva.sandbox.languages.sql import Sql
from viva.sandbox.types import Kind

pytestmark = pytest.mark.integration
SETUP = """
CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT, height REAL, photo BLOB);
INSERT INTO person VALUES (1, 'Ada; the first', 1.5, x'00ff'), (2, 'é漢😀', NULL, NULL);
CREATE TABLE log (text TEXT);
CREATE TRIGGER remember AFTER DELETE ON person BEGIN
  INSERT INTO log VALUES (old.name); INSERT INTO log VALUES ('gone');
END;
"""


def ask(source: str, *args: object) -> tuple[str, str]:
    return answer(source, json.dumps(args or (SETUP,)))


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        ("SELECT * FROM person", [[1, "Ada; the first", 1.5, "00ff"], [2, "é漢😀", None, None]]),
        ("select name from person where id = 3;", []),
        ("-- all;\nSELECT count(*) FROM person; /* and no more; */ -- end", [[2]]),
        ("SELECT 1; SELECT 2, 'a;b', \"c\" FROM (SELECT 'd' AS c); ;", [[2, "a;b", "d"]]),
        ("SELECT 5; DELETE FROM person", [[5]]),
        ("DELETE FROM person WHERE id = 2; SELECT text FROM log", [["é漢😀"], ["gone"]]),
        (
            "CREATE TRIGGER t AFTER UPDATE ON person BEGIN\n  INSERT INTO log VALUES ('u'); SELECT 1;\nEND;\n"
            "UPDATE person SET height = 2; SELECT count(*) FROM log",
            [[2]],
        ),
        ("BEGIN; INSERT INTO log VALUES ('x'); ROLLBACK; SELECT * FROM log", []),
        ("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 3) SELECT i, i / 2.0 FROM n", None),
        ("SELECT id, rank() OVER (ORDER BY id DESC) FROM person ORDER BY id", [[1, 2], [2, 1]]),
        ("SELECT 9223372036854775807, -0.5, '', NULL", [[2**63 - 1, -0.5, "", None]]),
        ("SELECT CAST(x'ff' AS TEXT), char(0, 55296)", [["\ufffd", "\x00\ufffd\ufffd\ufffd"]]),
        ("PRAGMA table_info(log)", [[0, "text", "TEXT", 0, None, 0]]),
        ("SELECT json_extract('{\"a\": [1]}', '$.a[0]'), strftime('%Y', 0, 'unixepoch')", [[1, "1970"]]),
    ],
)
def test_the_rows_of_the_last_query_are_the_answer(source: str, rows: list[list[object]] | None) -> None:
    letter, text = ask(source)

    assert (letter, json.loads(text)) == ("R", [[1, 0.5], [2, 1.0], [3, 1.5]] if rows is None else rows)


def test_without_an_argument_there_are_no_tables() -> None:
    assert answer("SELECT count(*) FROM sqlite_master", "[]") == ("R", "[[0]]")


@pytest.mark.parametrize(
    ("source", "letter", "says"),
    [
        ("SELECT 1;\n\nSELEC 2", "C", 'near "SELEC": syntax error (in the statement on line 3)'),
        ("SELECT 1 +", "C", "incomplete input (in the statement on line 1)"),
        ("SELECT 1 +;", "C", 'near ";": syntax error (in the statement on line 1)'),
        ("\nSELECT 'open", "C", 'unrecognized token: "\'open" (in the statement on line 2)'),
        ("SELECT * FROM nobody", "X", "no such table: nobody (in the statement on line 1)"),
        ("SELECT\n  age FROM person", "X", "no such column: age (in the statement on line 1)"),
        ("INSERT INTO person VALUES (1, '', 1, 1)", "X", "UNIQUE constraint failed: person.id"),
        ("SELECT ?", "X", "Incorrect number of bindings"),
        ("SELECT '\x00'", "C", "null character"),
        ("SELECT abs(-9223372036854775808)", "X", "integer overflow"),
        ("DELETE FROM log", "U", "no statement of the solution gives rows"),
        ("-- nothing", "U", "no statement of the solution gives rows"),
        ("SELECT 9e999", "U", "a row holds inf, which JSON cannot hold"),
        ("SELECT hex(zeroblob(1 << 20))", "U", "the rows are larger than 1024 KiB as JSON"),
    ],
)
def test_what_sqlite_refuses_is_told_in_its_words(source: str, letter: str, says: str) -> None:
    told = ask(source)

    assert (told[0], says in told[1]) == (letter, True), told


@pytest.mark.parametrize(
    "source",
    [
        "ATTACH 'other.db' AS other",
        "VACUUM INTO 'copy.db'",
        "SELECT load_extension('libm')",
        "PRAGMA writable_schema = 1",
        "PRAGMA temp_store_directory = '.'",
        "SELECT * FROM pragma_database_list",
    ],
)
def test_a_solution_has_no_files_and_no_extensions(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    letter, text = ask(source)

    assert (letter, re.search("not authorized|authorization denied", text) is None) == ("X", False), text
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([1], "the argument of a test in SQL is one text"),
        (["", ""], "the argument of a test in SQL is one text"),
        (["CREATE nothing"], 'the tables of this test cannot be made: near "nothing": syntax error'),
    ],
)
def test_a_test_that_is_none_is_not_the_solutions_fault(arguments: list[object], says: str) -> None:
    letter, text = ask("SELECT 1", *arguments)

    assert (letter, text.startswith(says)) == ("U", True)


def test_the_plan_is_the_source_for_the_boxs_own_interpreter() -> None:
    plan = Sql().plan("SELECT 1", kind=Kind.FUNCTION, entry_point="", toolchain=Toolchain("3"))

    assert (plan.interpreter, dict(plan.files), plan.command, plan.steps) == (
        "sql",
        {"solution.sql": "SELECT 1"},
        (),
        (),
    )


@pytest.mark.parametrize(("source", "kind"), [("SELECT 1", Kind.PROGRAM), (" \n", Kind.FUNCTION)])
def test_a_program_or_nothing_cannot_be_sql(source: str, kind: Kind) -> None:
    with pytest.raises(SourceError):
        Sql().plan(source, kind=kind, entry_point="", toolchain=Toolchain("3"))


def test_sqlite_is_loaded_when_it_is_asked_and_not_before() -> None:
    code = (
        "import sys; from viva.sandbox.languages import query, registry\n"
        "before = 'sqlite3' in sys.modules; query.answer('SELECT 1', '[]')\n"
        "print(before, 'sqlite3' in sys.modules)"
    )

    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30)

    assert told.stdout == "False True\n"
