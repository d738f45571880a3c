"""The bubblewrap tier: one container for the fork server, and within it namespaces of its own for every box.

bubblewrap makes the container as an ordinary user: a user namespace, no network, a root file system of read-only
folders. The fork server keeps the capabilities over that namespace so that it can part its boxes from one
another; whatever a stranger's code runs in has dropped them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path

from viva.sandbox.containing import BOX

_USER = "65534"
_SYSTEM = ("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
_OF_ETC = ("/etc/ld.so.cache", "/etc/alternatives")
_DEVICES = ("null", "random", "urandom")


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
