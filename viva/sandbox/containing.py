"""Within the container of the bubblewrap tier: namespaces of its own for every box, made by the box itself."""

from __future__ import annotations

import ctypes
import os

from viva.sandbox import syscalls

BOX = "/box"
_CLONE_NEWNS, _CLONE_NEWIPC, _CLONE_NEWPID = 0x00020000, 0x08000000, 0x20000000
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REMOUNT, _MS_REC, _MS_PRIVATE = 1, 2, 4, 8, 32, 0x4000, 0x40000
_MNT_DETACH = 2
_BOX_BYTES, _BOX_FILES = 256 * 1024 * 1024, 20000


def part() -> None:
    """Of the process that will fork a box: its child is the first of namespaces of its own. Raises OSError."""
    syscalls.call("unshare", _CLONE_NEWNS | _CLONE_NEWPID | _CLONE_NEWIPC)


def enter(folder: str) -> int:
    """Of that child: file systems of its own at `folder`; /proc is seen through the returned descriptor alone."""
    _mount("none", "/", "", _MS_REC | _MS_PRIVATE)
    options = f"size={_BOX_BYTES},nr_inodes={_BOX_FILES},mode=0700"
    _mount("tmpfs", folder, "tmpfs", _MS_NOSUID | _MS_NODEV, options)
    _mount("proc", "/proc", "proc", _MS_RDONLY | _MS_NOSUID | _MS_NODEV | _MS_NOEXEC)
    for name in ("build", "tmp"):
        os.mkdir(f"{folder}/{name}", 0o700)
    _mount("tmpfs", f"{folder}/tmp", "tmpfs", _MS_NOSUID | _MS_NODEV, options)  # noqa: S108 - the box's own
    proc = os.open("/proc", os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    _mount("tmpfs", "/proc", "tmpfs", _MS_RDONLY | _MS_NOSUID | _MS_NODEV | _MS_NOEXEC, "size=0,nr_inodes=1")
    return proc


def seal(folder: str) -> None:
    """What was built stays as it is: a test has its own folder to write to and no other."""
    _mount("none", folder, "", _MS_REMOUNT | _MS_RDONLY | _MS_NOSUID | _MS_NODEV)


def _mount(source: str, target: str, kind: str, flags: int, options: str = "") -> None:
    words = [ctypes.create_string_buffer(text.encode()) if text else None for text in (source, target, kind)]
    data = ctypes.create_string_buffer(options.encode()) if options else None
    syscalls.call("mount", *words, flags, data)
