"""A seccomp profile for containers that run Viva with bubblewrap: Docker's default and the calls beside this file.

`python3 make_seccomp.py default.json > viva.json`, where default.json is Docker's own
(https://github.com/moby/profiles/blob/main/seccomp/default.json). The outcome is plain, as the OCI runtime
specification has it, so that Docker takes it and a kubelet too: the kubelet's runtime knows none of Docker's
conditions ("includes", "excludes") and would take what is meant for a capability as allowed to everybody.
"""

from __future__ import annotations

import json
import platform
import sys
from pathlib import Path
from typing import Any

ADDITION = Path(__file__).with_name("bubblewrap-seccomp.json")
MACHINES = {"x86_64": "amd64", "aarch64": "arm64"}  # as Docker calls them


def make(default: dict[str, Any], addition: dict[str, Any], *, machine: str) -> dict[str, Any]:
    """For a container without capabilities on `machine` (as `uname -m` says it)."""
    kept = [rule for rule in default["syscalls"] if _holds(rule, MACHINES.get(machine, machine))]
    more = {name for rule in addition["syscalls"] for name in rule["names"]}
    rules = [_plain(rule, without=more) for rule in kept]
    architectures = [
        architecture
        for known in default["archMap"]
        for architecture in (known["architecture"], *(known.get("subArchitectures") or ()))
    ]
    return {
        "defaultAction": default["defaultAction"],
        "defaultErrnoRet": default.get("defaultErrnoRet", 1),
        "architectures": architectures,
        "syscalls": [*(rule for rule in rules if rule["names"]), *map(_plain, addition["syscalls"])],
    }


def _holds(rule: dict[str, Any], machine: str) -> bool:
    """Whether a rule's conditions are met by a container that has no capability."""
    wanted, unwanted = rule.get("includes") or {}, rule.get("excludes") or {}
    if wanted.get("caps") or machine in unwanted.get("arches", ()):
        return False
    return machine in wanted["arches"] if wanted.get("arches") else True


def _plain(rule: dict[str, Any], *, without: frozenset[str] | set[str] = frozenset()) -> dict[str, Any]:
    """Without conditions, and without the calls that another rule allows wholly."""
    plain: dict[str, Any] = {"names": [name for name in rule["names"] if name not in without]}
    plain["action"] = rule["action"]
    for key in ("errnoRet", "args"):
        if rule.get(key):
            plain[key] = rule[key]
    return plain


def main() -> None:
    """Reads the file that is named, writes to standard output."""
    default = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    made = make(default, json.loads(ADDITION.read_text("utf-8")), machine=platform.machine())
    json.dump(made, sys.stdout, indent=2)


if __name__ == "__main__":
    main()
