"""A problem's signature: what its function takes and returns, read from the annotations of its Python starter."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache

_SCALARS = {"int", "float", "str", "bool"}


@dataclass(frozen=True, slots=True)
class Shape:
    """A JSON value's type: `int`, `float`, `str`, `bool`, `list` (of `item`), or `any` where nothing is said.

    `optional`: it may be null too.
    """

    name: str
    item: Shape | None = None
    optional: bool = False

    @property
    def is_told(self) -> bool:
        """Whether a language with static types can be told of it, down to the last item."""
        if self.name == "list":
            return self.item is not None and self.item.is_told and not self.item.optional
        return self.name != "any"


ANY = Shape("any")


@dataclass(frozen=True, slots=True)
class Signature:
    """`parameters` are (name, shape), in order."""

    name: str
    parameters: tuple[tuple[str, Shape], ...]
    returns: Shape


@lru_cache(maxsize=512)
def signature_of(entry_point: str, python_starter: str) -> Signature | None:
    """None where the starter does not define the function."""
    try:
        tree = ast.parse(python_starter)
    except (SyntaxError, ValueError, RecursionError):
        return None
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and node.name == entry_point:
            parameters = tuple((each.arg, _shape(each.annotation)) for each in node.args.args)
            return Signature(entry_point, parameters, _shape(node.returns))
    return None


def _shape(annotation: ast.expr | None) -> Shape:
    match annotation:
        case ast.Name(id=name) if name in _SCALARS:
            return Shape(name)
        case ast.Name(id="list"):
            return Shape("list", ANY)
        case ast.Subscript(value=ast.Name(id="list"), slice=item):
            return Shape("list", _shape(item))
        case ast.BinOp(left=left, op=ast.BitOr(), right=ast.Constant(value=None)):
            shape = _shape(left)
            return Shape(shape.name, shape.item, optional=True)
    return ANY
