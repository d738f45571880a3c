"""The code to begin with in each language: the bank's own, else drawn from the problem's signature."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from viva.ai.bank.signature import Shape, Signature, signature_of
from viva.ai.types import Problem

HERE = "Write your solution here."


def starters_of(problem: Problem) -> dict[str, str]:
    """By language, in the order of the offer. A language that cannot say the types is not among them."""
    own = problem.starters or {"python": ""}
    signature = signature_of(problem.entry_point, own.get("python", ""))
    drawn = drawn_starters(signature) if signature else {}
    return {name: own.get(name) or drawn.get(name, "") for name in (*_ORDER, *own) if name in own or name in drawn}


def starter_of(problem: Problem, language: str) -> str:
    """ "" in a language in which the problem is not set."""
    return starters_of(problem).get(language, "")


@lru_cache(maxsize=512)
def drawn_starters(signature: Signature) -> dict[str, str]:
    drawn = {language: draw(signature) for language, draw in _DRAWN.items()}
    return {language: starter for language, starter in drawn.items() if starter}


def _javascript(signature: Signature) -> str:
    told = [f" * @param {{{_ts(shape)}}} {name}" for name, shape in signature.parameters]
    told.append(f" * @returns {{{_ts(signature.returns)}}}")
    names = ", ".join(name for name, _ in signature.parameters)
    body = f'  // {HERE}\n  throw new Error("not implemented");'
    return "\n".join(["/**", *told, " */", f"function {signature.name}({names}) {{", body, "}", ""])


def _typescript(signature: Signature) -> str:
    given = ", ".join(f"{name}: {_ts(shape)}" for name, shape in signature.parameters)
    body = f'  // {HERE}\n  throw new Error("not implemented");'
    return f"function {signature.name}({given}): {_ts(signature.returns)} {{\n{body}\n}}\n"


def _java(signature: Signature) -> str:
    if not _is_told(signature):
        return ""
    given = ", ".join(f"{_java_type(shape)} {name}" for name, shape in signature.parameters)
    head = f"    public {_java_type(signature.returns)} {signature.name}({given}) {{"
    body = f"        // {HERE}\n        throw new UnsupportedOperationException();"
    return f"class Solution {{\n{head}\n{body}\n    }}\n}}\n"


def _cpp(signature: Signature) -> str:
    if not _is_told(signature):
        return ""
    given = ", ".join(f"{_cpp_type(shape)} {name}" for name, shape in signature.parameters)
    headers = "".join(f"#include <{name}>\n" for name in ("optional", "stdexcept", "string", "vector"))
    body = f'    // {HERE}\n    throw logic_error("not implemented");'
    function = f"{_cpp_type(signature.returns)} {signature.name}({given}) {{\n{body}\n}}\n"
    return f"{headers}\nusing namespace std;\n\n{function}"


def _go(signature: Signature) -> str:
    if not _is_told(signature):
        return ""
    given = ", ".join(f"{name} {_go_type(shape)}" for name, shape in signature.parameters)
    body = f'\t// {HERE}\n\tpanic("not implemented")'
    return f"package main\n\nfunc {signature.name}({given}) {_go_type(signature.returns)} {{\n{body}\n}}\n"


def _c(signature: Signature) -> str:
    """A list comes with its size, a list of lists with theirs; a returned one tells its own through pointers."""
    returns = signature.returns
    if not _is_told(signature) or not all(_fits_c(shape) for shape in _shapes(signature)):
        return ""
    given = [part for name, shape in signature.parameters for part in _c_parameter(name, shape)]
    if returns.name == "list":
        given.append("int* return_size")
        if returns.item and returns.item.name == "list":
            given.append("int** return_columns")
    headers = "#include <stdbool.h>\n#include <stdlib.h>\n#include <string.h>\n"
    parameters = ", ".join(given) or "void"
    body = f"    // {HERE}\n    abort();"
    return f"{headers}\n{_c_type(returns)} {signature.name}({parameters}) {{\n{body}\n}}\n"


def _shapes(signature: Signature) -> list[Shape]:
    return [signature.returns, *(shape for _, shape in signature.parameters)]


def _is_told(signature: Signature) -> bool:
    """A parameter that may be null has no plain type there, but a returned one has."""
    told = all(shape.is_told for shape in _shapes(signature))
    return told and not any(shape.optional for _, shape in signature.parameters)


def _ts(shape: Shape) -> str:
    names = {"int": "number", "float": "number", "str": "string", "bool": "boolean", "any": "any"}
    name = f"{_ts(shape.item)}[]" if shape.name == "list" and shape.item else names[shape.name]
    return f"{name} | null" if shape.optional else name


def _java_type(shape: Shape) -> str:
    if shape.name == "list" and shape.item:
        return f"{_java_type(shape.item)}[]"
    plain = {"int": "int", "float": "double", "str": "String", "bool": "boolean"}
    boxed = {"int": "Integer", "float": "Double", "str": "String", "bool": "Boolean"}
    return (boxed if shape.optional else plain)[shape.name]


def _cpp_type(shape: Shape) -> str:
    plain = {"int": "int", "float": "double", "str": "string", "bool": "bool"}
    name = f"vector<{_cpp_type(shape.item)}>" if shape.name == "list" and shape.item else plain[shape.name]
    return f"optional<{name}>" if shape.optional else name


def _go_type(shape: Shape) -> str:
    """Only a pointer can be null there: a nil slice is an empty list."""
    plain = {"int": "int", "float": "float64", "str": "string", "bool": "bool"}
    name = f"[]{_go_type(shape.item)}" if shape.name == "list" and shape.item else plain[shape.name]
    return f"*{name}" if shape.optional else name


def _fits_c(shape: Shape) -> bool:
    """At most lists of lists; and of what can be null only a text: a list without an address is an empty one."""
    if shape.name != "list":
        return not shape.optional or shape.name == "str"
    if shape.optional or shape.item is None:
        return False
    inner = shape.item
    return inner.name != "list" or (inner.item is not None and inner.item.name != "list")


def _c_type(shape: Shape) -> str:
    if shape.name == "list" and shape.item:
        return f"{_c_type(shape.item)}*"
    return {"int": "int", "float": "double", "str": "char*", "bool": "bool"}[shape.name]


def _c_parameter(name: str, shape: Shape) -> list[str]:
    parts = [f"{_c_type(shape)} {name}"]
    if shape.name == "list":
        parts.append(f"int {name}_size")
        if shape.item and shape.item.name == "list":
            parts.append(f"int* {name}_sizes")
    return parts


_DRAWN: dict[str, Callable[[Signature], str]] = {
    "javascript": _javascript,
    "typescript": _typescript,
    "java": _java,
    "c": _c,
    "cpp": _cpp,
    "go": _go,
}
_ORDER = ("python", *_DRAWN)
