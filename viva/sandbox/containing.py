"""The bubblewrap tier: one container for the fork server, and within it namespaces of its own for every box.

bubblewrap makes the container as an ordinary user: a user namespace, no network, a root file system of read-only
folders. The fork server keeps the capabilities over that namespace so that it can part its boxes from one
another; whatever a stranger's code runs in has dropped them."""

from __future__ import annotations

import ctypes
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from viva.sandbox import syscalls

BOX = "/box"
_CLONE_NEWNS, _CLONE_NEWIPC, _CLONE_NEWPID = 0x00020000, 0x08000000, 0x20000000
_MS_RDONLY, _MS_NOSUID, _MS_NODEV, _MS_NOEXEC, _MS_REMOUNT, _MS_REC, _MS_PRIVATE = 1, 2, 4, 8, 32, 0x4000, 0x40000
_MNT_DETACH = 2
_BOX_BYTES, _BOX_FILES = 256 * 1024 * 1024, 20000
_USER = "65534"
_SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_OF_ETC = ("/etc/ld.so.cache", "/etc/alternatives")
_DEVICES = ("null", "zero", "full", "random", "urandom")


def find() -> str:
    """The path of bubblewrap, empty where there is none."""
    return shutil.which("bwrap", path="/usr/local/bin:/usr/bin:/bin") or ""


def command(program: str, *, python: str, readable: Iterable[str]) -> list[str]:
    """What makes the container; the command to run in it is to follow."""
    folders = [path for path in (*_OF_ETC, *readable, *_homes(python)) if os.path.exists(path)]
    made = [program, "--unshare-all", "--die-with-parent", "--new-session", "--clearenv"]
    made += ["--uid", _USER, "--gid", _USER, "--cap-add", "ALL", "--hostname", "box"]
    made += ["--ro-bind", "/usr", "/usr"]
    for path in _SYSTEM:
        made += _like_the_hosts(path)
    for path in folders:
        made += ["--ro-bind", path, path]
    made += ["--dir", "/dev"]
    for name in _DEVICES:
        made += ["--dev-bind", f"/dev/{name}", f"/dev/{name}"]
    return [*made, "--proc", "/proc", "--dir", BOX, "--remount-ro", "/", "--chdir", "/", "--"]


def _like_the_hosts(path: str) -> list[str]:
    if os.path.islink(path):
        return ["--symlink", os.readlink(path), path]
    return ["--ro-bind", path, path] if os.path.isdir(path) else []


def _homes(python: str) -> list[str]:
    """Where an interpreter lives that is not the system's."""
    real = os.path.realpath(python)
    return [] if real.startswith("/usr/") else [str(Path(real).parents[1])]


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
