"""How a box's children begin, by what the plan says: what each may reach, call and use."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from viva.sandbox import child, confine, harness, landlock, seccomp
from viva.sandbox.languages.language import BUILD, MEMORY, Memory, Plan, Step
from viva.sandbox.seccomp import Calls
from viva.sandbox.types import Kind, Limits
from viva.sandbox.work import BUILD as BUILD_LIMITS

_LOADER = "ld-linux"
_LIBRARIES = ("/usr", "/lib", "/lib64", "/etc/ld.so.cache")
_TOOLS = ("/usr", "/bin", "/lib", "/lib64", "/etc/alternatives", "/etc/ld.so.cache")


@dataclass(frozen=True)
class Place:
    """Where a box lives. `folder` holds `build` and `tmp`; `abi` is 0 where no Landlock is put up.

    `readable` are paths that toolchains need beyond the system's. `has_capabilities`: over namespaces of its own,
    in which it was made, and so has what it begins, until that drops them.
    """

    folder: str
    guards: confine.Guards
    abi: int
    readable: tuple[str, ...]
    has_capabilities: bool

    def runner_rules(self) -> list[landlock.Rule]:
        """What the runner itself keeps: the most that any of its children gets."""
        rules = [(path, _reading(path, run=True)) for path in (*_TOOLS, *self.readable)]
        rules += [("/proc", landlock.READ_FOLDER), (self.folder, landlock.KEEP_FOLDER | landlock.RUN_FOLDER)]
        return [*rules, *confine.DEVICE_RULES, *confine.interpreter_rules()]

    @property
    def build(self) -> str:
        return f"{self.folder}/build"

    @property
    def tmp(self) -> str:
        return f"{self.folder}/tmp"  # noqa: S108 - the box's own

    @cached_property
    def _interpreter(self) -> landlock.Ruleset | None:
        return self._ruleset(lambda: [*confine.interpreter_rules(), (self.tmp, landlock.USE_FOLDER)])

    def _ruleset(self, rules: Callable[[], list[landlock.Rule]]) -> landlock.Ruleset | None:
        if not self.guards.landlock:
            return None
        return landlock.Ruleset([*confine.DEVICE_RULES, *rules()], abi=self.abi)

    def interpreting(self, *, threads: bool = False) -> child.Start:
        """A fork of this interpreter that waits for a job."""
        return self._start(
            _take_job,
            calls=Calls(threads=threads),
            limit=lambda: confine.limit_always(threads=1),
            ruleset=self._interpreter,
        )

    def running(self, plan: Plan, *, limits: Limits | None, memory_mb: int) -> child.Start:
        """The plan's command, told of `memory_mb`; without `limits` it waits for its job; they are fixed then."""
        command = tuple(self._filled(word, memory_mb) for word in plan.command)

        def limit() -> None:
            confine.limit_always(threads=plan.threads)
            if limits is not None:
                fix_limits(plan, limits, mapped=0)

        calls = Calls(threads=plan.threads > 1, programs=True)
        ruleset = self._ruleset(lambda: self._program_rules(command[0]))
        program = child.Program(command)
        return self._start(program.become, path=program.address, calls=calls, limit=limit, ruleset=ruleset)

    def _program_rules(self, program: str) -> list[landlock.Rule]:
        rules = [(path, _reading(path)) for path in (*_LIBRARIES, *self.readable)]
        rules += [(path, landlock.RUN_FILE) for path in (os.path.realpath(program), *_loaders())]
        return [*rules, (self.build, landlock.READ_FOLDER), (self.tmp, landlock.USE_FOLDER)]

    def building(self, step: Step) -> child.Start:
        command = tuple(self._filled(word, BUILD_LIMITS.memory_mb) for word in step.command)
        environment = tuple(
            (name, self._filled(value, BUILD_LIMITS.memory_mb)) for name, value in step.environment
        )
        return self._start(
            child.Program(command, environment).become,
            calls=Calls(threads=True, programs=True, processes=True),
            limit=lambda: confine.limit_build(BUILD_LIMITS),
            ruleset=self._ruleset(self._tool_rules),
            folder=self.build,
        )

    def _tool_rules(self) -> list[landlock.Rule]:
        rules = [(path, _reading(path, run=True)) for path in (*_TOOLS, *self.readable)]
        return [*rules, (self.build, landlock.KEEP_FOLDER | landlock.RUN_FOLDER)]

    def _start(
        self,
        become: Callable[[], None],
        *,
        calls: Calls,
        limit: Callable[[], None],
        ruleset: landlock.Ruleset | None,
        folder: str = "",
        path: int = 0,
    ) -> child.Start:
        return child.Start(
            folder=folder or self.tmp,
            filter=seccomp.filter_for(calls),
            become=become,
            path=path,
            limit=limit,
            guards=self.guards,
            ruleset=ruleset,
            has_capabilities=self.has_capabilities,
        )

    def _filled(self, word: str, memory_mb: int) -> str:
        return word.replace(BUILD, self.build).replace(MEMORY, str(memory_mb))


def fix_limits(plan: Plan, limits: Limits, *, mapped: int, pid: int = 0) -> None:
    confine.limit_test(limits, memory=plan.memory, overhead_mb=plan.overhead_mb, mapped=mapped, pid=pid)


def room_kb(plan: Plan, limits: Limits, *, inherited_kb: int) -> int:
    """The memory that a test has before it is MLE, its runtime's own included."""
    inherited = inherited_kb if not plan.command and plan.memory is Memory.ADDRESSES else 0
    return (limits.memory_mb + plan.overhead_mb) * 1024 + inherited


def ends_with_answer(kind: Kind) -> bool:
    return kind is Kind.FUNCTION


def _take_job() -> None:
    child.tell_ready()
    harness.run_job()


def _reading(path: str, *, run: bool = False) -> int:
    """What reads a path of either kind; Landlock takes no rights of folders on a file."""
    if os.path.isdir(path):
        return landlock.RUN_FOLDER if run else landlock.READ_FOLDER
    return landlock.RUN_FILE if run else landlock.READ_ONE_FILE


def _loaders() -> list[str]:
    folders = [folder for folder in ("/lib64", "/lib") if os.path.isdir(folder)]
    return [
        os.path.realpath(f"{at}/{name}") for at in folders for name in os.listdir(at) if name.startswith(_LOADER)
    ]
