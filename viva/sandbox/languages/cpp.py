"""C++: one file, built by g++ into a program that needs no library.

**A function** is `entry_point`, free-standing or a public method of `class Solution`, of one signature and no
template. Includes and `using namespace std;` may be left out, as on the well-known sites; a `main` of one's own
is not called.

| JSON | parameters and what is returned |
|---|---|
| true, false | `bool` |
| a whole number | `int`, `long long`, `unsigned`, `size_t`, `int8_t`, ...; one that does not fit is refused |
| a number | `double`, `float`, `long double` (with the digits of a double) |
| a text | `string` (UTF-8), `char` (one byte) |
| a list | `vector`, `deque`, `list`, `set`, `multiset`, `unordered_set`; `pair`, `tuple`, `array` of that many |
| an object | `map`, `unordered_map`, whose keys are texts, characters or integers |
| null or a value | `optional` |

Nested as one likes; parameters by value, `&`, `const &` or `&&`. A function that returns `void` answers with what
it left in its first parameter that it may change (`&`).
"""

from __future__ import annotations

import re

from viva.sandbox.languages.compilers import at_top, bare, checked_name, missing
from viva.sandbox.languages.gcc import MEMORY_WORDS, build, found
from viva.sandbox.languages.harness import text_of
from viva.sandbox.languages.language import BUILD, Memory, Plan, Toolchain
from viva.sandbox.types import Kind, Limits

_HARNESS = ("prelude.hpp", "call.hpp", "codec.hpp", "wire.h")
_FLAGS = ("-std=gnu++20", "-I.", "-ftemplate-backtrace-limit=4")
_TRIED = "#include <iostream>\n#include <span>\nint main() { std::cout << 1; }\n"
_CALL = """#include "solution.cpp"
#undef int
#undef main
int main() {{ ::viva_judge::serve(&{callee}, "{name}"); }}
"""
_SENTENCE = (
    "solution.cpp: the judge cannot call {name}. It has to be a function, or a public method of class Solution, "
    "of one signature and no template, which takes and returns bool, char, integers, float, double, string, "
    "vector, deque, list, set, unordered_set, map, unordered_map, pair, tuple, array or optional of these."
)


class Cpp:
    name = "cpp"
    title = "C++"
    file_name = "solution.cpp"
    limits = Limits()

    def find(self) -> Toolchain | None:
        return found("g++", flags=_FLAGS, tried={"solution.cpp": _TRIED})

    def plan(self, source: str, *, kind: Kind, entry_point: str, toolchain: Toolchain) -> Plan:
        files = {self.file_name: source, "build.sh": text_of("build.sh")}
        if kind is Kind.PROGRAM:
            files["start.c"] = text_of("start.c")
            step = build(toolchain, "g++", self.file_name, parts=f"{self.file_name} start.c", flags=_FLAGS)
        else:
            name = checked_name(entry_point, file_name=self.file_name)
            files |= {file: text_of(file) for file in _HARNESS}
            files["judge.cpp"] = _CALL.format(callee=_callee(bare(source), name), name=name)
            step = build(
                toolchain,
                "g++",
                self.file_name,
                parts="judge.cpp",
                flags=(*_FLAGS, "-include", "prelude.hpp"),
                sentence=_SENTENCE.format(name=name),
            )
        return Plan(
            files=files,
            command=(f"{BUILD}/solution",),
            steps=(step,),
            artefacts=("solution",),
            memory=Memory.ADDRESSES,
            overhead_mb=8,
            memory_words=MEMORY_WORDS,
        )


def _callee(text: str, name: str) -> str:
    """The free-standing function before the method of the same name."""
    if not re.search(rf"\b{name}\b", text):
        raise missing(name, file_name=Cpp.file_name)
    free = next(at_top(text, rf"\b{name}\s*\("), None)
    method = free is None and re.search(r"\b(?:class|struct)\s+Solution\b", text)
    return f"Solution::{name}" if method else f"::{name}"
