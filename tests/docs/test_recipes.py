"""The recipes for containers allow what bubblewrap needs and nothing more, and never a privileged container."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.docs.pages import ROOT

pytestmark = pytest.mark.unit
RECIPES = ROOT / "docs" / "recipes"
NEEDED = {"clone", "mount", "pivot_root", "sethostname", "umount2", "unshare"}
ALLOW, REFUSE = "SCMP_ACT_ALLOW", "SCMP_ACT_ERRNO"
# Docker's default in small: a rule of every kind that it has.
DEFAULT: dict[str, Any] = {
    "defaultAction": REFUSE,
    "defaultErrnoRet": 1,
    "archMap": [{"architecture": "SCMP_ARCH_X86_64", "subArchitectures": ["SCMP_ARCH_X86", "SCMP_ARCH_X32"]}],
    "syscalls": [
        {"names": ["read", "landlock_restrict_self", "clone"], "action": ALLOW},
        {"names": ["ptrace"], "action": ALLOW, "includes": {"minKernel": "4.8"}},
        {"names": ["socket"], "action": ALLOW, "args": [{"index": 0, "value": 40, "op": "SCMP_CMP_NE"}]},
        {"names": ["arch_prctl"], "action": ALLOW, "includes": {"arches": ["amd64", "x32"]}},
        {"names": ["breakpoint"], "action": ALLOW, "includes": {"arches": ["arm", "arm64"]}},
        {"names": ["bpf", "mount", "setns"], "action": ALLOW, "includes": {"caps": ["CAP_SYS_ADMIN"]}},
        {
            "names": ["clone"],
            "action": ALLOW,
            "args": [{"index": 0, "value": 2114060288, "op": "SCMP_CMP_MASKED_EQ"}],
            "excludes": {"caps": ["CAP_SYS_ADMIN"], "arches": ["s390", "s390x"]},
        },
        {"names": ["clone3"], "action": REFUSE, "errnoRet": 38, "excludes": {"caps": ["CAP_SYS_ADMIN"]}},
    ],
}


def addition() -> dict[str, Any]:
    return json.loads((RECIPES / "bubblewrap-seccomp.json").read_text())


def made(machine: str = "x86_64") -> dict[str, Any]:
    spec = importlib.util.spec_from_file_location("make_seccomp", RECIPES / "make_seccomp.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.make(DEFAULT, addition(), machine=machine)


def test_the_addition_names_the_calls_and_no_others() -> None:
    (rule,) = addition()["syscalls"]
    assert (set(rule["names"]), rule["action"]) == (NEEDED, ALLOW)


def test_what_the_profile_allows_without_condition_is_what_is_needed_and_dockers_own() -> None:
    rules = made()["syscalls"]
    free = {name for rule in rules if rule["action"] == ALLOW and "args" not in rule for name in rule["names"]}
    assert free == NEEDED | {"read", "landlock_restrict_self", "ptrace", "arch_prctl"}


def test_what_docker_keeps_for_a_capability_is_not_allowed() -> None:
    """The control: the same calls are in the default, for those who have the capability."""
    named = {name for rule in made()["syscalls"] for name in rule["names"]}
    assert not {"bpf", "setns"} & named
    assert {"bpf", "setns"} <= {name for rule in DEFAULT["syscalls"] for name in rule["names"]}


def test_no_call_is_both_allowed_wholly_and_by_its_arguments() -> None:
    rules = made()["syscalls"]
    assert sum("clone" in rule["names"] for rule in rules) == 1
    (socket,) = (rule for rule in rules if "socket" in rule["names"])
    assert socket["args"] == [{"index": 0, "value": 40, "op": "SCMP_CMP_NE"}]


def test_the_newer_clone_stays_unknown_so_that_its_flags_are_seen() -> None:
    (rule,) = (rule for rule in made()["syscalls"] if "clone3" in rule["names"])
    assert rule == {"names": ["clone3"], "action": REFUSE, "errnoRet": 38}


def test_it_is_plain_oci_for_the_machine_it_is_made_on() -> None:
    profile = made("aarch64")
    named = {name for rule in profile["syscalls"] for name in rule["names"]}
    assert "breakpoint" in named and "arch_prctl" not in named
    assert profile["architectures"] == ["SCMP_ARCH_X86_64", "SCMP_ARCH_X86", "SCMP_ARCH_X32"]
    assert profile["defaultAction"] == REFUSE and "archMap" not in profile
    assert {key for rule in profile["syscalls"] for key in rule} <= {"names", "action", "errnoRet", "args"}


def test_the_script_prints_the_profile(tmp_path: Path) -> None:
    default = tmp_path / "default.json"
    default.write_text(json.dumps(DEFAULT))
    command = [sys.executable, "-I", str(RECIPES / "make_seccomp.py"), str(default)]
    printed = subprocess.run(command, capture_output=True, text=True, check=True, timeout=30).stdout
    named = {name for rule in json.loads(printed)["syscalls"] for name in rule["names"]}
    assert named >= NEEDED


def test_the_pod_is_never_privileged_and_has_what_bubblewrap_needs() -> None:
    spec = yaml.safe_load((RECIPES / "kubernetes.yaml").read_text())["spec"]
    (container,) = spec["containers"]
    context = container["securityContext"]
    assert (context["privileged"], context["allowPrivilegeEscalation"]) == (False, False)
    assert context["capabilities"] == {"drop": ["ALL"]}
    assert (spec["hostUsers"], context["procMount"]) == (False, "Unmasked")
    assert context["seccompProfile"] == {"type": "Localhost", "localhostProfile": "profiles/viva.json"}
    assert context["appArmorProfile"] == {"type": "Localhost", "localhostProfile": "viva"}
    assert spec["securityContext"]["runAsNonRoot"] is True


def test_the_apparmor_profile_allows_namespaces_and_mounts_and_is_named_as_the_pod_names_it() -> None:
    profile = (RECIPES / "viva.apparmor").read_text()
    rules = {line.strip().rstrip(",") for line in profile.splitlines()}
    assert {"userns", "mount", "umount", "pivot_root"} <= rules
    assert "profile viva flags=" in profile and "unconfined)" not in profile


def test_no_recipe_on_the_page_is_privileged_or_switches_seccomp_off() -> None:
    page = (ROOT / "docs" / "sandbox.md").read_text()
    assert not re.search(r"--privileged|seccomp=unconfined|--cap-add", page)
    for name in ("bubblewrap-seccomp.json", "make_seccomp.py", "viva.apparmor", "kubernetes.yaml"):
        assert f"(recipes/{name})" in page
