"""How readable a Python solution is: naming, length, nesting, by the standard library's parser."""

from __future__ import annotations

import ast
import re

LONG_FUNCTION, LONGEST_FUNCTION = 25, 75
"""Lines of a function up to which nothing, and from which all of its part is lost."""
DEEP, DEEPEST = 3, 6
"""Levels of nesting (if, for, while, with, try) likewise."""
WIDE = 100
NAME = re.compile(r"^_{0,2}(?:[a-z][a-z0-9]*(?:_[a-z0-9]+)*|[A-Z][A-Z0-9_]*|[A-Z][A-Za-z0-9]*)_{0,2}$")
NESTING = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.AsyncFor, ast.AsyncWith)
BRIEF_NAMES = frozenset({"i", "j", "k", "n", "m", "x", "y", "s", "a", "b", "c", "l", "r", "_"})


def measure_readability(source: str, language: str) -> float | None:
    """0-1: naming 40 %, function length 30 %, nesting 30 %. None if it cannot be read (another language, a
    syntax error)."""
    if language.lower() not in {"python", "python3", "py"}:
        return None
    try:
        tree = ast.parse(source)
        parts = _naming(tree), _length(tree, source), _nesting(tree)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not tree.body:
        return None
    return round(0.4 * parts[0] + 0.3 * parts[1] + 0.3 * parts[2], 3)


def _naming(tree: ast.Module) -> float:
    """Share of names that follow the language's custom and are more than a letter (counters and coordinates
    may be one)."""
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    names |= {
        node.name
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    if not names:
        return 1.0
    good = [name for name in names if NAME.match(name) and (len(name) > 1 or name in BRIEF_NAMES)]
    brief = sum(len(name) == 1 for name in good)
    return (len(good) - 0.5 * max(0, brief - 3)) / len(names)


def _length(tree: ast.Module, source: str) -> float:
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lines = source.splitlines()
    longest = max(((node.end_lineno or 0) - node.lineno + 1 for node in functions), default=len(lines))
    wide = sum(len(line) > WIDE for line in lines) / max(len(lines), 1)
    return max(0.0, _falling(longest, LONG_FUNCTION, LONGEST_FUNCTION) - wide)


def _nesting(tree: ast.Module) -> float:
    return _falling(_depth(tree), DEEP, DEEPEST)


def _depth(node: ast.AST) -> int:
    below = max((_depth(child) for child in ast.iter_child_nodes(node)), default=0)
    return below + isinstance(node, NESTING)


def _falling(value: float, good: float, bad: float) -> float:
    return min(1.0, max(0.0, (bad - value) / (bad - good)))
