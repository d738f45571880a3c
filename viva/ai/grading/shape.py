"""The shape of a source, by lizard: how long and how branched its functions are, how deep its nesting, which names
are a single letter."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from viva.ai.grading.nesting import Deepest, deepest_in_braces, deepest_in_python

FILES = {
    "python": "solution.py",
    "javascript": "solution.js",
    "typescript": "solution.ts",
    "java": "Main.java",
    "c": "solution.c",
    "cpp": "solution.cpp",
    "go": "solution.go",
}
"""The languages that can be read, and the file name that tells lizard which one it is."""
COUNTERS = frozenset("ijknmxyz_TKVE")
"""Letters that everybody reads: counters, sizes, coordinates, and the parameters of types."""
_LETTER = re.compile(r"^[A-Za-z]$")
_COMMENT = ("//", "/*", "#", '"""', "'''")


@dataclass(frozen=True, slots=True)
class Function:
    name: str
    line: int
    lines: int
    paths: int
    """Its cyclomatic complexity: one, and one for each condition."""


@dataclass(frozen=True, slots=True)
class Shape:
    """`letters` with the line in which each first stands, in that order. Code without a function counts as one."""

    functions: tuple[Function, ...]
    deepest: Deepest
    letters: tuple[tuple[str, int], ...]


def read_shape(source: str, language: str) -> Shape | None:
    """None if it is in none of `FILES`, holds no code, or cannot be parsed."""
    if language not in FILES:
        return None
    try:
        tree = ast.parse(source) if language == "python" else None
        tokens = _tokens(source, FILES[language])
        if not any(_is_code(token) for token in tokens):
            return None
        code = [token if _is_code(token) else "\n" * token.count("\n") for token in tokens]
        return Shape(
            functions=_functions(source, FILES[language]),
            deepest=deepest_in_python(tree) if tree else deepest_in_braces(code, bare_headers=language == "go"),
            letters=_letters(code),
        )
    except (SyntaxError, ValueError, LookupError, TypeError, AttributeError, RecursionError, MemoryError):
        return None  # whatever a parser raises at a text that is no program


def _functions(source: str, name: str) -> tuple[Function, ...]:
    functions = [
        Function(each.name, each.start_line, each.end_line - each.start_line + 1, each.cyclomatic_complexity)
        for each in _found_by_lizard(source, name)
    ]
    functions = functions or [Function("", 1, len(source.strip().splitlines()), 1)]
    return tuple(sorted(functions, key=lambda each: (each.line, each.name)))


def _found_by_lizard(source: str, name: str) -> list[Any]:
    """As its own `analyze_source_code`, which however takes a source too deep for it for one without functions."""
    lizard, reader_for = _lizard()
    context = lizard.FileInfoBuilder(name)
    reader = reader_for(name)(context)
    tokens = reader.generate_tokens(source)
    for processor in lizard.get_extensions([]):
        tokens = processor(tokens, reader)
    for _ in reader(tokens, reader):
        pass
    return list(context.fileinfo.function_list)


def _tokens(source: str, name: str) -> list[str]:
    _module, reader_for = _lizard()
    return list(reader_for(name).generate_tokens(source, "", None))


@lru_cache(maxsize=1)
def _lizard() -> tuple[Any, Any]:
    """The library and what finds a language's reader; imported when the first code is read."""
    import lizard
    from lizard_languages import get_reader_for

    return lizard, get_reader_for


def _is_code(token: str) -> bool:
    return bool(token.strip()) and not token.startswith(_COMMENT)


def _letters(code: Sequence[str]) -> tuple[tuple[str, int], ...]:
    found: dict[str, int] = {}
    line, before = 1, ""
    for token in code:
        if _LETTER.match(token) and token not in COUNTERS and before != ".":
            found.setdefault(token, line)
        line += token.count("\n")
        before = token if token.strip() else before
    return tuple(found.items())
