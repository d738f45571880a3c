"""How deep control structures stand in one another: of Python by its parser, else by braces and keywords."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass

_STRUCTURES = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.Match, ast.AsyncFor, ast.AsyncWith)
_KEYWORDS = frozenset({"if", "for", "while", "do", "switch", "try", "catch", "finally", "select", "else"})
_WITHOUT_HEADER = frozenset({"do", "try", "finally", "else"})

Deepest = tuple[int, int]
"""How deep, and in which line (from 1)."""


def deepest_in_python(tree: ast.Module) -> Deepest:
    return _deepest(tree, 0)


def _deepest(node: ast.AST, depth: int) -> Deepest:
    found = (depth, getattr(node, "lineno", 1))
    for child in ast.iter_child_nodes(node):
        deeper = depth + (isinstance(child, _STRUCTURES) and not _is_elif(node, child))
        found = max(found, _deepest(child, deeper), key=lambda each: each[0])
    return found


def _is_elif(node: ast.AST, child: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]


def deepest_in_braces(tokens: Iterable[str], *, bare_headers: bool) -> Deepest:
    """Of C, C++, Java, JavaScript, TypeScript and Go, as tokens with their line breaks and without their comments.

    A structure counts with or without braces; `else if`, `catch` and `finally` are as deep as what they belong to.
    `bare_headers`: a header has no round brackets, and a body always has braces (Go).
    """
    walk = _Walk(bare_headers=bare_headers)
    for token in tokens:
        walk.take(token)
    return walk.deepest


@dataclass
class _Block:
    """Between two braces: `waiting` structures have no body yet; `header`: in how many round brackets it began."""

    opens: int = 0
    waiting: int = 0
    round: int = 0
    header: int | None = None


class _Walk:
    def __init__(self, *, bare_headers: bool) -> None:
        self.deepest: Deepest = (0, 1)
        self._bare_headers = bare_headers
        self._line, self._depth = 1, 0
        self._blocks = [_Block()]
        self._before = ""
        self._body_is_next = False

    def take(self, token: str) -> None:
        block = self._blocks[-1]
        if not token.strip():
            if "\n" in token and not self._body_is_next:
                self._end_statement(block)
            self._line += token.count("\n")
            return
        if token in _KEYWORDS and self._before != ".":
            self._begin_structure(block, token)
        else:
            self._read_on(block, token)
        self._line += token.count("\n")
        self._before = token

    def _begin_structure(self, block: _Block, token: str) -> None:
        if (self._before, token) != ("else", "if"):
            block.waiting += 1
        self._body_is_next = token in _WITHOUT_HEADER
        block.header = None if self._body_is_next else block.round
        self.deepest = max(self.deepest, (self._depth + block.waiting, self._line), key=lambda each: each[0])

    def _read_on(self, block: _Block, token: str) -> None:
        self._body_is_next = False
        match token:
            case "(":
                block.round += 1
            case ")":
                block.round = max(0, block.round - 1)
                if block.header == block.round and not self._bare_headers:
                    block.header, self._body_is_next = None, True
            case "{":
                self._open(block)
            case "${":  # in a template
                self._blocks.append(_Block())
            case "}":
                self._close()
            case ";":
                self._end_statement(block)

    def _open(self, block: _Block) -> None:
        """One inside a header (an object, a function given to it) is no body."""
        opens = 0
        if block.header is None or (self._bare_headers and block.round == block.header):
            opens, block.waiting, block.header = block.waiting, 0, None
        self._depth += opens
        self._blocks.append(_Block(opens))

    def _close(self) -> None:
        if len(self._blocks) > 1:
            self._depth -= self._blocks.pop().opens

    def _end_statement(self, block: _Block) -> None:
        if block.round == 0 and block.header is None:
            block.waiting = 0
