"""What compiled languages share: finding programs, trying them, reading a source without understanding it."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

from viva.sandbox.languages.language import SourceError

SEARCHED = "/usr/local/bin:/usr/bin:/bin:/usr/lib/go/bin:/usr/local/go/bin"
TRY_SECONDS = 5.0

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
# A number first, so that the ' in 1'000 opens no character.
_UNREAD = re.compile(
    r"""(?P<number>\b\d[\w.']*)
    | //[^\n]* | /\*.*?(?:\*/|\Z)
    | R"(?P<mark>[^()\s\\]{0,16})\(.*?(?:\)(?P=mark)"|\Z) | "(?:\\.|[^"\\\n])*" | '(?:\\.|[^'\\\n])*' | `[^`]*`""",
    re.VERBOSE | re.DOTALL,
)


def locate(*names: str) -> dict[str, str] | None:
    """The real path of each; None where one is missing."""
    found = {name: shutil.which(name, path=SEARCHED) for name in names}
    return (
        {name: str(Path(path).resolve()) for name, path in found.items() if path} if all(found.values()) else None
    )


def said(command: list[str], *, environment: dict[str, str] | None = None) -> str | None:
    """What it prints in an empty folder; None where it fails or takes too long."""
    with tempfile.TemporaryDirectory(prefix="viva-try-") as folder:
        return tried(command, files={}, folder=folder, environment=environment)


def builds(command: list[str], files: dict[str, str], *, environment: dict[str, str]) -> bool:
    """Does it compile this? Says whether the headers and libraries are there too."""
    with tempfile.TemporaryDirectory(prefix="viva-try-") as folder:
        return tried(command, files=files, folder=folder, environment=environment) is not None


def tried(
    command: list[str], *, files: dict[str, str], folder: str, environment: dict[str, str] | None
) -> str | None:
    for name, text in files.items():
        Path(folder, name).write_text(text)
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment or {}, capture_output=True, timeout=TRY_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout.decode("utf-8", "replace").strip()


def bare(source: str) -> str:
    """The source with comments and literals blanked out, each line where it was."""

    def blank(match: re.Match[str]) -> str:
        return match[0] if match["number"] else re.sub(r"[^\n]", " ", match[0])

    return _UNREAD.sub(blank, source)


def at_top(text: str, pattern: str) -> Iterator[re.Match[str]]:
    """Where `pattern` is found outside of all braces of a `bare` text."""
    depth = 0
    for match in re.finditer(rf"[{{}}]|{pattern}", text):
        if match[0] in ("{", "}"):
            depth += 1 if match[0] == "{" else -1
        elif depth == 0:
            yield match


def checked_name(entry_point: str, *, file_name: str) -> str:
    """`entry_point` if it can be a function's name. Raises SourceError."""
    if not _NAME.fullmatch(entry_point):
        raise SourceError(f"{file_name}: {entry_point!r} cannot be the name of a function")
    return entry_point


def missing(entry_point: str, *, file_name: str) -> SourceError:
    return SourceError(f"{file_name} defines no function named {entry_point}")
