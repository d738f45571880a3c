"""`python -m viva.sandbox.daemon --socket PATH`: open the socket, give up root, become the runner.

The second half runs under an interpreter that the unprivileged user can read, from a sealed copy of the
source in memory, with an empty environment and no descriptor but its own: see `service`."""

from __future__ import annotations

import argparse
import fcntl
import hashlib
import json
import os
import socket
import sys
from dataclasses import asdict, fields
from pathlib import Path
from typing import NoReturn

from viva.sandbox import address, bundle, cgroups, confine, privileges
from viva.sandbox.service import Setting
from viva.sandbox.tiers import TIERS

ALREADY_RUNS = 3
CANNOT_RUN = 4  # any other than 0 and 3 counts as this
_BACKLOG = 512


def main(argv: list[str] | None = None) -> NoReturn:
    """Exits with ALREADY_RUNS where another has the socket, CANNOT_RUN where this machine will not do."""
    options = _parse(argv)
    os.closerange(3, 1 << 16)
    os.umask(0o077)
    lock = _take_lock(options.socket)
    try:
        _become_runner(options, lock=lock)
    except (privileges.CannotHoldCodeError, OSError) as error:
        print(f"the code runner cannot start: {error}", file=sys.stderr)  # noqa: T201 - read by the supervisor
        sys.exit(CANNOT_RUN)


def _parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="viva.sandbox.daemon", description="Run candidates' code in sandboxes.")
    parser.add_argument("--socket", type=Path, required=True, help="path of the Unix socket to listen on")
    parser.add_argument(
        "--without",
        action="append",
        default=[],
        choices=[guard.name for guard in fields(confine.Guards)],
        help="leave out a guard, to see the probe refuse; such a daemon judges nothing",
    )
    parser.add_argument(
        "--tier", choices=["auto", *TIERS], default="auto", help="how code is held; auto: the first usable"
    )
    parser.add_argument("--cold", action="store_true", help="keep no boxes ready: each is made when it is needed")
    parser.add_argument("--languages", help="look for these alone, divided by commas")
    parser.add_argument("--landlock-abi", type=int, default=99, help="use no newer one, as on an older kernel")
    return parser.parse_args(argv)


def _take_lock(path: Path) -> int:
    """Held for life by the one daemon of a socket; the kernel frees it when that dies."""
    lock = os.open(f"{path}.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        sys.exit(ALREADY_RUNS)
    return lock


def _become_runner(options: argparse.Namespace, *, lock: int) -> NoReturn:
    owner = os.geteuid()
    uid, gid = privileges.unprivileged_ids()
    python = privileges.find_python(uid=uid, gid=gid)
    source = bundle.pack_source()
    setting = Setting(
        listener=_listen(options.socket),
        bundle=bundle.seal(source),
        python=python,
        owner=owner,
        name=_name_of(options.socket),
        fingerprint=bundle.fingerprint(source),
        guards={guard.name: guard.name not in options.without for guard in fields(confine.Guards)},
        tiers=list(TIERS) if options.tier == "auto" else [options.tier],
        is_cold=options.cold,
        languages=options.languages.split(",") if options.languages else None,
        abi=options.landlock_abi,
        cgroup=cgroups.enter(f"{cgroups.PREFIX}{owner}-{_name_of(options.socket)}"),
        reason=confine.needs_of_this_machine(),
    )
    privileges.give_up_root(uid=uid, gid=gid)
    _exec(setting, lock=lock)


def _name_of(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path.absolute())).hexdigest()[:12]


def _exec(setting: Setting, *, lock: int) -> NoReturn:
    for fd in (setting.listener, setting.bundle, lock):
        os.set_inheritable(fd, True)
    os.chdir("/")
    argument = json.dumps(asdict(setting))
    command = bundle.command(
        setting.python, fd=setting.bundle, module="service", function="main", argument=argument
    )
    os.execve(setting.python, command, {})  # noqa: S606 - no shell is the point


def _listen(path: Path) -> int:
    """Under the lock, so whatever stands there is stale."""
    path.unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with address.reachable(path) as short:
        listener.bind(short)
    path.chmod(0o600)
    listener.listen(_BACKLOG)
    return listener.detach()


if __name__ == "__main__":
    main()
