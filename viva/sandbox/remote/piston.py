"""Piston, version 2 of its API: `GET /runtimes` and `POST /execute`. Each test is compiled and run anew.

A stage (`compile`, `run`) has `stdout`, `stderr`, `code`, `signal`, and of newer ones `status` (RE, SG, TO, OL,
EL, XX or null), `cpu_time` and `wall_time` in ms, `memory` in bytes. Where compiling failed, `run` repeats it.
Limits above what is configured there are refused with 400 and a sentence; then the configured ones are taken.
"""

from __future__ import annotations

import contextlib
import re
import signal
import time
from collections.abc import AsyncIterator
from typing import Any

from viva.sandbox.remote import runs
from viva.sandbox.remote.recipes import RECIPES
from viva.sandbox.remote.runs import BuildError, Job, Ran
from viva.sandbox.remote.transport import NOT_UNDERSTOOD, RemoteError, Service
from viva.sandbox.types import Verdict

_ANSWER_SECONDS = 20.0
_MB = 1024 * 1024
_TOO_MUCH = re.compile(r"(\w+) cannot exceed the configured limit of (\d+)")


class Piston:
    title = "Piston"

    def __init__(self, service: Service) -> None:
        self._service = service
        self._runtimes: dict[str, tuple[str, str]] = {}  # language and version there, by our name
        self._most: dict[tuple[str, str], int] = {}  # the limits configured there, by our language and their name

    async def versions(self) -> dict[str, str]:
        told = await self._service.ask("GET", "/runtimes", seconds=_ANSWER_SECONDS)
        if not isinstance(told, list):
            raise RemoteError(NOT_UNDERSTOOD)
        known = [runtime for runtime in told if isinstance(runtime, dict)]
        found = {recipe.name: _newest(known, recipe.piston) for recipe in RECIPES.values()}
        self._runtimes = {name: runtime for name, runtime in found.items() if runtime}
        return {name: version for name, (_, version) in self._runtimes.items()}

    @contextlib.asynccontextmanager
    async def build(self, job: Job) -> AsyncIterator[_Built]:
        if job.recipe.name not in self._runtimes:
            await self.versions()
        yield _Built(self, job)

    async def execute(self, job: Job, files: list[dict[str, str]], stdin: str) -> dict[str, Any]:
        """Asked again with less for each limit that is too high there. Raises RemoteError."""
        most = len(_wanted(job))
        for _ in range(most):
            try:
                return await self._execute(job, files, stdin)
            except RemoteError as error:
                found = _TOO_MUCH.search(error.told) if error.status == 400 else None
                if found is None:
                    raise
                self._most[job.recipe.name, found[1]] = int(found[2])
        return await self._execute(job, files, stdin)

    async def _execute(self, job: Job, files: list[dict[str, str]], stdin: str) -> dict[str, Any]:
        try:
            language, version = self._runtimes[job.recipe.name]
        except KeyError:
            raise RemoteError(f"it has no {job.recipe.title}") from None
        limits = {
            name: min(value, self._most.get((job.recipe.name, name), value))
            for name, value in _wanted(job).items()
        }
        body = {"language": language, "version": version, "files": files, "stdin": stdin, **limits}
        seconds = runs.BUILD_SECONDS + job.limits.wall_seconds + _ANSWER_SECONDS
        answer = await self._service.ask("POST", "/execute", body, seconds=seconds)
        if not isinstance(answer, dict):
            raise RemoteError(NOT_UNDERSTOOD)
        return answer


class _Built:
    def __init__(self, piston: Piston, job: Job) -> None:
        self._piston, self._job = piston, job

    async def run(self, stdin: str) -> Ran:
        job = self._job
        files = [{"name": name, "content": content} for name, content in job.files.items()]
        if job.recipe.from_stdin:  # its runner feeds the file alone
            files[0]["content"] = f"{stdin}\n{files[0]['content']}"
        began = time.monotonic()
        answer = await self._piston.execute(job, files, "" if job.recipe.from_stdin else stdin)
        return ran(answer, job=job, seconds=time.monotonic() - began)


def ran(answer: dict[str, Any], *, job: Job, seconds: float) -> Ran:
    """`seconds`: how long the answer took. Raises BuildError, RemoteError where nothing is said of the program."""
    compiled, stage = answer.get("compile"), answer.get("run")
    if isinstance(compiled, dict) and _failed(compiled):
        if compiled.get("status") == "XX":
            raise RemoteError("it could not run the compiler")
        said = _text(compiled, "stderr") or _text(compiled, "stdout")
        raise BuildError(said.strip() or "compiling it took too much time or memory")
    if not isinstance(stage, dict) or not {"stdout", "code", "signal"} <= stage.keys():
        raise RemoteError(NOT_UNDERSTOOD)
    verdict, message = _verdict(stage, job, seconds)
    return Ran(
        verdict,
        message,
        stdout=_text(stage, "stdout"),
        stderr=_text(stage, "stderr"),
        cpu_ms=_number(stage, "cpu_time"),
        wall_ms=_number(stage, "wall_time") or seconds * 1000,
        memory_kb=int(_number(stage, "memory")) // 1024,
    )


def _verdict(stage: dict[str, Any], job: Job, seconds: float) -> tuple[Verdict | None, str]:
    status, limits = stage.get("status"), job.limits
    if status == "XX":
        raise RemoteError("it could not run the program")
    if status == "TO":
        by_cpu = _number(stage, "cpu_time") >= limits.cpu_seconds * 1000
        return runs.over_cpu(limits) if by_cpu else runs.over_wall(limits)
    if status in ("OL", "EL"):
        return runs.over_output(limits)
    if stage["signal"]:
        return _by_signal(str(stage["signal"]), stage, job, seconds)
    if stage["code"] == 0:
        return None, ""
    if not isinstance(stage["code"], int):
        raise RemoteError(NOT_UNDERSTOOD)
    return runs.by_exit(stage["code"], stderr=_text(stage, "stderr"), recipe=job.recipe, limits=limits)


def _by_signal(name: str, stage: dict[str, Any], job: Job, seconds: float) -> tuple[Verdict | None, str]:
    """Older ones have no `status`: they kill what is late, and say no more."""
    if "status" not in stage and name == "SIGKILL" and seconds >= job.limits.wall_seconds:
        return runs.over_wall(job.limits)
    try:
        number = int(signal.Signals[name])
    except KeyError:
        return Verdict.RE, f"it was ended by {name[:20]}"
    return runs.by_signal(number, memory_kb=int(_number(stage, "memory")) // 1024, limits=job.limits)


def _wanted(job: Job) -> dict[str, int]:
    limits = job.limits
    return {
        "run_timeout": int(limits.wall_seconds * 1000),
        "run_cpu_time": int(limits.cpu_seconds * 1000),
        "run_memory_limit": (limits.memory_mb + job.recipe.overhead_mb) * _MB,
        "compile_timeout": int(runs.BUILD_SECONDS * 1000),
        "compile_cpu_time": int(runs.BUILD_SECONDS * 1000),
    }


def _newest(runtimes: list[dict[str, Any]], names: tuple[str, ...]) -> tuple[str, str] | None:
    """By the first of `names` that any of them has, itself or as an alias."""
    for name in names:
        own = [runtime for runtime in runtimes if runtime.get("language") == name]
        aliased = [runtime for runtime in runtimes if name in _aliases(runtime)]
        if fitting := own or aliased:
            newest = max(fitting, key=lambda runtime: _ordered(str(runtime.get("version"))))
            return str(newest.get("language")), str(newest.get("version"))
    return None


def _aliases(runtime: dict[str, Any]) -> list[Any]:
    aliases = runtime.get("aliases")
    return aliases if isinstance(aliases, list) else []


def _ordered(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)][:3]


def _failed(stage: dict[str, Any]) -> bool:
    return stage.get("code") != 0 or bool(stage.get("signal")) or bool(stage.get("status"))


def _text(stage: dict[str, Any], name: str) -> str:
    value = stage.get(name)
    return value if isinstance(value, str) else ""


def _number(stage: dict[str, Any], name: str) -> float:
    value = stage.get(name)
    return float(value) if isinstance(value, int | float) and 0 <= value < 1e18 else 0.0
