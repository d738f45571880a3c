"""Reads a PDF from standard input and prints how many pages it has: a program of its own, with limits.

A crafted PDF may make any reader spin or swell; here that ends this process and nothing else. It says "encrypted"
or "unreadable" in place of a number. It is run by its path, with nothing of Viva in it.
"""

from __future__ import annotations

import contextlib
import io
import logging
import resource
import sys

MEMORY = 768 * 1024 * 1024
SECONDS = 5


def pages_in(content: bytes) -> str:
    from pypdf import PdfReader

    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted:
        return "encrypted"
    count = len(reader.pages)
    for page in reader.pages[:3]:
        page.mediabox  # noqa: B018 - a page without one is none
    return str(count)


def main() -> None:
    logging.disable(logging.CRITICAL)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    found = "unreadable"
    with contextlib.suppress(Exception, RecursionError):
        found = pages_in(sys.stdin.buffer.read())
    sys.stdout.write(found)


if __name__ == "__main__":
    main()
