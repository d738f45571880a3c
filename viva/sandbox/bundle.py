"""The runner's own source as one sealed zip in memory, so that it runs where its folder cannot be read.

The server may live under a home that the unprivileged user may not enter; a descriptor needs no path."""

from __future__ import annotations

import fcntl
import hashlib
import io
import os
import zipfile
from pathlib import Path

_ROOM = Path(__file__).parent
_LEFT_OUT = {"__pycache__", "remote"}
# F_ADD_SEALS with F_SEAL_SEAL, SHRINK, GROW and WRITE (include/uapi/linux/fcntl.h).
_ADD_SEALS, _ALL_SEALS = 1033, 0b1111


def pack_source() -> bytes:
    """This room's modules as a zip, the same bytes for the same source."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(zipfile.ZipInfo("viva/__init__.py"), "")
        for path in sorted(
            path for path in _ROOM.rglob("*") if path.is_file() and not _LEFT_OUT & set(path.parts)
        ):
            archive.writestr(zipfile.ZipInfo(f"viva/sandbox/{path.relative_to(_ROOM)}"), path.read_bytes())
    return target.getvalue()


def fingerprint(source: bytes) -> str:
    """Names the version of the runner: a daemon of another version is replaced, not taken over."""
    return hashlib.sha256(source).hexdigest()[:16]


def seal(source: bytes) -> int:
    """A descriptor of a memory file that nobody can change any more; the caller closes it."""
    fd = os.memfd_create("viva-sandbox", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    os.write(fd, source)
    fcntl.fcntl(fd, _ADD_SEALS, _ALL_SEALS)
    return fd


def command(python: str, *, fd: int, module: str, function: str, argument: str) -> list[str]:
    """The command that runs `function(argument)` of `module` from the bundle at `fd`, isolated."""
    code = (
        f"import sys; sys.path.insert(0, '/proc/self/fd/{fd}'); "
        f"from viva.sandbox.{module} import {function}; {function}(*sys.argv[1:])"
    )
    return [python, "-I", "-S", "-B", "-X", "utf8", "-c", code, argument]
