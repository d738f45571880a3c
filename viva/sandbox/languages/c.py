"""C: one file, built by gcc into a program that needs no library.

**A function** is `entry_point`, not static; the common headers are included, a `main` of one's own is not called.
Its head is read, and says what it is given:

| parameters | argument |
|---|---|
| `bool`, `char`, `int`, `unsigned`, `long long`, `size_t`, `int8_t`, ..., `float`, `double` | one value |
| `char *text` | a text, ended by a NUL |
| `int *list, int size`, and of every other of these types | a list |
| `char *letters, int lettersSize` (or `letters_size`, `_len`, `_length`) | a list of characters, or a text |
| `char **texts, int size` | a list of texts |
| `int **grid, int rows, int *columns` | a list of lists, and the length of each |
| `int **grid, int rows, int columns` (its name has *col* or *width* in it) | a list of lists of one length |

| returned | answer |
|---|---|
| one value, `char *` | the same; NULL is null |
| `int *`, `char **`, with `int *return_size` as the last parameter | a list of so many |
| `int **`, with `int *return_size, int **return_columns` as the last two | a list of lists |
| `void` | what it left in its first list, text or grid that is not `const` |

What is returned need not be freed. This is how LeetCode calls C.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from viva.sandbox.languages.compilers import bare, checked_name, missing
from viva.sandbox.languages.gcc import MEMORY_WORDS, build, found
from viva.sandbox.languages.harness import text_of
from viva.sandbox.languages.language import BUILD, Memory, Plan, SourceError, Toolchain
from viva.sandbox.languages.prototypes import WHOLE, Declared, Prototype, UnreadError, read_prototype
from viva.sandbox.types import Kind, Limits

_FLAGS = ("-std=gnu17", "-I.")
_TRIED = "#include <math.h>\n#include <stdio.h>\nint main(int n, char **a) { return printf(a[0], sqrt(n)) < 0; }\n"
_LINKED = "start.c memory.c -lm -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc"
_HARNESS = ("prelude.h", "call.h", "wire.h")
_ALWAYS = ("build.sh", "start.c", "memory.c")
_SUPPORTED = (
    "The judge understands bool, char, the integers, float, double and char * (a text); `int *list, int size`; "
    "`char **texts, int size`; `int **grid, int rows, int *columns`; and, where a pointer is returned, "
    "`int *return_size` as the last parameter."
)
_SENTENCE = "solution.c: the judge cannot call {name}: its head is not what it seems. " + _SUPPORTED
_CALL = """#include "call.h"
#undef main
{head};
int main(void) {{
    Json *given = read_arguments("{name}", {count});
    (void)given;
{read}
    argument_place = 0;
    {call};
    answering = 1;
{answer}
    tell_answer();
}}
"""


class C:
    name = "c"
    title = "C"
    file_name = "solution.c"
    limits = Limits()

    def find(self) -> Toolchain | None:
        return found("gcc", flags=_FLAGS, tried={self.file_name: _TRIED}, libraries=("-lm",))

    def plan(self, source: str, *, kind: Kind, entry_point: str, toolchain: Toolchain) -> Plan:
        files = {self.file_name: source} | {file: text_of(file) for file in _ALWAYS}
        if kind is Kind.PROGRAM:
            step = build(toolchain, "gcc", self.file_name, parts=f"{self.file_name} {_LINKED}", flags=_FLAGS)
        else:
            name = checked_name(entry_point, file_name=self.file_name)
            files |= {file: text_of(file) for file in _HARNESS}
            files["judge.c"] = written_call(bare(source), name)
            step = build(
                toolchain,
                "gcc",
                self.file_name,
                parts=f"{self.file_name} judge.c {_LINKED}",
                flags=(*_FLAGS, "-include", "prelude.h", "-Dmain=candidate_main"),
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


@dataclass(slots=True)
class _Call:
    """The lines of the call that is being written."""

    read: list[str] = field(default_factory=list)
    passed: list[str] = field(default_factory=list)
    count: int = 0
    changed: str = ""  # how what it left in its first changeable parameter is answered

    def take(self, *lines: str) -> str:
        """What the next argument is read with; returns its number."""
        number = str(self.count)
        self.count += 1
        self.read += [f"argument_place = {self.count};", *(line.replace("#", number) for line in lines)]
        return number


def written_call(text: str, name: str) -> str:
    """The harness's own file for the function `name` of a `bare` source. Raises SourceError."""
    try:
        prototype = read_prototype(text, name)
    except UnreadError as error:
        raise SourceError(
            f"{C.file_name}: in the head of {name}, `{error}` is not understood. {_SUPPORTED}"
        ) from None
    if prototype is None:
        raise missing(name, file_name=C.file_name)
    if prototype.returned.static:
        raise SourceError(f"{C.file_name}: {name} must not be static, or nobody else can call it")
    return _write(prototype, name)


def _write(prototype: Prototype, name: str) -> str:
    returned, parameters = prototype.returned, list(prototype.parameters)
    sizes = _return_sizes(returned, parameters, name)
    call = _Call()
    while parameters:
        _take_argument(parameters, call, name)
    for size in sizes:
        number = len(call.passed)
        call.read.append(f"{_c_type(size, less=1)} r{number} = 0;")
        call.passed.append(f"&r{number}")
    invoked = f"{name}({', '.join(call.passed)})"
    heads = ", ".join(map(_c_type, prototype.parameters)) or "void"
    return _CALL.format(
        head=f"{_c_type(returned)} {name}({heads})",
        name=name,
        count=call.count,
        read="\n".join("    " + line for line in call.read),
        call=invoked if returned.type == "void" else f"{_c_type(returned)} value = {invoked}",
        answer="    " + _answer(returned, [one[1:] for one in call.passed[-len(sizes) :] if sizes], call.changed),
    )


def _return_sizes(returned: Declared, parameters: list[Declared], name: str) -> list[Declared]:
    """The parameters at the end that a returned list's size is left in, taken out of `parameters`."""
    text = returned.type == "char" and returned.stars == 1
    last = parameters[-1] if parameters else Declared("void")
    if returned.stars == 0 or (text and not (last.stars == 1 and re.match("ret", last.name, re.IGNORECASE))):
        return []
    count = 2 if (returned.stars == 2 and returned.type != "char") or last.stars == 2 else 1
    sizes = parameters[-count:]
    fit = [size.stars for size in sizes] == [1, 2][:count] and all(size.type in WHOLE for size in sizes[:1])
    if not fit or returned.stars > 2 or any(size.type != "int" for size in sizes[1:]):
        wanted = "int *return_size" + (", int **return_columns" if count == 2 else "")
        raise SourceError(f"{C.file_name}: {name} returns a pointer, so its last parameter has to be `{wanted}`")
    del parameters[-count:]
    return sizes


def _take_argument(parameters: list[Declared], call: _Call, name: str) -> None:
    """Read the next argument into the one, two or three parameters that it fills."""
    one = parameters.pop(0)
    following = [*parameters[:2], Declared("void"), Declared("void")]
    if one.stars == 0:
        _take_value(one, one.type, call)
    elif one.stars == 1 and one.type == "char" and not _is_size_of(following[0], one):
        _take_value(one, "string", call)
    elif one.stars > 2 or following[0].type not in WHOLE or following[0].stars:
        size = f"`int {one.name or 'list'}_size`"
        raise SourceError(
            f"{C.file_name}: in {name}, {_shown(one)} has to be followed by its size, {size}. {_SUPPORTED}"
        )
    elif one.stars == 1:
        _take_list(one, one.type, parameters, call)
    elif _is_columns(following[1]):
        _take_grid(one, parameters, call)
    elif one.type == "char":
        _take_list(one, "string", parameters, call)
    else:
        raise SourceError(
            f"{C.file_name}: in {name}, {_shown(one)} has to be followed by `int rows, int *columns`"
        )


def _take_value(one: Declared, tag: str, call: _Call) -> None:
    number = call.take(f"{_c_type(one)} a# = read_{tag}(&given[#]);")
    call.passed.append(f"a{number}")
    _note_changed(one, call, f"put_{tag}(a{number});")


def _take_list(one: Declared, tag: str, parameters: list[Declared], call: _Call) -> None:
    number = call.take("size_t n#;", f"{_c_type(one)} a# = read_{tag}_list(&given[#], &n#);")
    call.passed += [f"a{number}", f"({_c_type(parameters.pop(0))})n{number}"]
    _note_changed(one, call, f"put_{tag}_list(a{number}, n{number});")


def _take_grid(one: Declared, parameters: list[Declared], call: _Call) -> None:
    number = call.take("size_t n#;", "int *c#;", f"{_c_type(one)} a# = read_{one.type}_grid(&given[#], &n#, &c#);")
    rows, columns = parameters.pop(0), parameters.pop(0)
    if columns.stars:
        told = f"c{number}"
    else:
        told = f"w{number}"
        call.read.append(f"int w{number} = same_columns(c{number}, n{number});")
    call.passed += [f"a{number}", f"({_c_type(rows)})n{number}", told]
    _note_changed(one, call, f"put_{one.type}_grid(a{number}, n{number}, c{number});")


def _note_changed(one: Declared, call: _Call, answer: str) -> None:
    if one.stars and not one.fixed and not call.changed:
        call.changed = answer


def _answer(returned: Declared, sizes: list[str], changed: str) -> str:
    if returned.type == "void":
        return changed or 'put_word("null");'
    if returned.stars == 0:
        return f"put_{returned.type}(value);"
    if not sizes:
        return "put_text_or_null(value);"
    deep = {1: returned.type, 2: "string"}.get(returned.stars if len(sizes) == 1 else 0)
    size = f"returned_size({sizes[0]}, value)"
    if deep is None:
        return f"put_{returned.type}_grid(value, {size}, {sizes[1]});"
    return f"put_{deep}_list(value, {size});"


def _is_size_of(size: Declared, of: Declared) -> bool:
    pattern = rf"{of.name}_?(size|len|length|count)|n_?{of.name}"
    whole = size.type in WHOLE and not size.stars
    return whole and bool(of.name) and re.fullmatch(pattern, size.name, re.IGNORECASE) is not None


def _is_columns(columns: Declared) -> bool:
    named = re.search("col|width", columns.name, re.IGNORECASE) is not None
    return columns.type == "int" and (columns.stars == 1 or (columns.stars == 0 and named))


_C_NAMES = {
    "schar": "signed char",
    "uchar": "unsigned char",
    "ushort": "unsigned short",
    "uint": "unsigned",
    "ulong": "unsigned long",
    "llong": "long long",
    "ullong": "unsigned long long",
}


def _c_type(one: Declared, *, less: int = 0) -> str:
    return _C_NAMES.get(one.type, one.type) + " " + "*" * (one.stars - less)


def _shown(one: Declared) -> str:
    return f"`{_c_type(one)}{one.name}`"
