"""Reads a file from standard input, as the command line names it: a program of its own, with limits.

A crafted file may make any reader spin or swell; here that ends this process and nothing else. It is run by its
path, with nothing of Viva in it. The first line of what it prints is how it went: `pages N` (asked for `pages`),
`text` with the text after it (asked for `pdf` or `docx`), `long N`, `encrypted`, or `unreadable`.
"""

from __future__ import annotations

import io
import logging
import resource
import sys
import unicodedata
import zipfile
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PdfReader

MEMORY = 768 * 1024 * 1024
SECONDS = 8
MOST_PAGES = 30
MOST_CHARACTERS = 60_000
MOST_PARTS, MOST_UNPACKED = 2000, 60 * 1024 * 1024  # of a DOCX, which is a ZIP
LARGEST_DOCUMENT = 30 * 1024 * 1024  # of its one part that is unpacked
DEEPEST = 200
_DOCUMENT = "word/document.xml"
_BREAKS = {"p": "\n", "br": "\n", "cr": "\n", "tab": "\t"}


def pages_in(content: bytes) -> str:
    reader = _opened(content)
    if reader.is_encrypted:
        return "encrypted"
    count = len(reader.pages)
    for page in reader.pages[:3]:
        page.mediabox  # noqa: B018 - a page without one is none
    return f"pages {count}"


def pdf_text(content: bytes) -> str:
    """Letters that are drawn as one (ﬁ) are parted again, so that words are found."""
    reader = _opened(content)
    if reader.is_encrypted:
        return "encrypted"
    count = len(reader.pages)
    if count == 0 or count > MOST_PAGES:
        return f"long {count}" if count else "unreadable"
    found = _joined(f"{page.extract_text()}\n" for page in reader.pages)
    return f"text\n{unicodedata.normalize('NFKC', found)[:MOST_CHARACTERS]}"


def _opened(content: bytes) -> PdfReader:
    from pypdf import PdfReader

    return PdfReader(io.BytesIO(content), strict=False)


def docx_text(content: bytes) -> str:
    """Raises for what is no Word document of bounded size; declared sizes may lie, so reading is bounded too."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise ValueError("too large")
        with package.open(_DOCUMENT) as part:
            document = part.read(LARGEST_DOCUMENT + 1)
    if len(document) > LARGEST_DOCUMENT:
        raise ValueError("too large")
    return f"text\n{_joined(_words_of(document))}"


def _words_of(document: bytes) -> Iterator[str]:
    """In their order, without what was deleted and what a text box repeats for older programs."""
    from defusedxml.ElementTree import iterparse

    depth = repeated = 0
    for event, element in iterparse(io.BytesIO(document), events=("start", "end"), forbid_dtd=True):
        name = element.tag.rpartition("}")[2]
        step = 1 if event == "start" else -1
        depth += step
        repeated += step if name == "Fallback" else 0
        if depth > DEEPEST:
            raise ValueError("too deep")
        if event == "start" or repeated:
            continue
        if name == "t":
            yield element.text or ""
        elif name in _BREAKS and not (name == "tab" and element.attrib):  # one with attributes is a tab stop
            yield _BREAKS[name]
        element.clear()


def _joined(pieces: Iterator[str]) -> str:
    """No more of them than needed for MOST_CHARACTERS."""
    found, length = list[str](), 0
    for piece in pieces:
        found.append(piece)
        length += len(piece)
        if length >= MOST_CHARACTERS:
            break
    return "".join(found)[:MOST_CHARACTERS]


READERS: dict[str, Callable[[bytes], str]] = {"pages": pages_in, "pdf": pdf_text, "docx": docx_text}


def main() -> None:
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        told = READERS[sys.argv[1]](sys.stdin.buffer.read())
    except (Exception, RecursionError):
        told = "unreadable"
    sys.stdout.buffer.write(told.encode("utf-8", "replace"))


if __name__ == "__main__":
    main()
