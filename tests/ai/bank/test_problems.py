"""Every problem of the bank, run in the sandbox as a candidate's code would be."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.conftest import lacking
from viva.ai.bank import load_bank
from viva.ai.types import Problem
from viva.sandbox.client import SandboxClient
from viva.sandbox.supervisor import Supervisor
from viva.sandbox.types import JudgeTest, Submission, Verdict

pytestmark = [pytest.mark.integration, pytest.mark.asyncio(loop_scope="module")]

PROBLEMS = {question.id: question.problem for question in load_bank() if question.problem}
REFERENCES = [(name, language) for name, problem in PROBLEMS.items() for language in problem.solutions]
MISTAKES = [(name, index) for name, problem in PROBLEMS.items() for index in range(len(problem.wrong_solutions))]


STARTERS = [(name, language) for name, problem in PROBLEMS.items() for language in problem.starters]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def sandbox() -> AsyncIterator[SandboxClient]:
    with tempfile.TemporaryDirectory(prefix="viva-test-") as folder:
        supervisor = Supervisor(Path(folder, "runner.sock"))
        await supervisor.start()
        status = await supervisor.status()
        if not status["safe"]:
            await supervisor.stop()
            lacking(f"a kernel that holds code: {status['reason']}")
        yield supervisor.client
        await supervisor.stop()


async def need(sandbox: SandboxClient, language: str) -> None:
    """A judge that does not say which languages it has has Python."""
    told = (await sandbox.status()).get("languages", [{"name": "python"}])
    if language not in {each["name"] for each in told}:
        lacking(f"the tools of {language} for the judge")


async def verdicts(
    sandbox: SandboxClient, problem: Problem, *, source: str, language: str
) -> tuple[list[Verdict], list[Verdict]]:
    """Of the samples and of the hidden tests."""
    tests = tuple(JudgeTest(case.args, case.expected) for case in (*problem.samples, *problem.hidden))
    judgement = await sandbox.judge(Submission(source, problem.entry_point, tests, language=language))
    found = [test.verdict for test in judgement.tests]
    assert len(found) == len(tests), judgement.message
    return found[: len(problem.samples)], found[len(problem.samples) :]


@pytest.mark.parametrize(("name", "language"), REFERENCES)
async def test_the_reference_solution_passes_every_test(sandbox: SandboxClient, name: str, language: str) -> None:
    await need(sandbox, language)
    problem = PROBLEMS[name]

    found = await verdicts(sandbox, problem, source=problem.solutions[language], language=language)

    assert found == ([Verdict.AC] * len(problem.samples), [Verdict.AC] * len(problem.hidden))


@pytest.mark.parametrize(("name", "index"), MISTAKES)
async def test_a_wrong_solution_passes_a_sample_and_fails_a_hidden_test(
    sandbox: SandboxClient, name: str, index: int
) -> None:
    problem = PROBLEMS[name]
    wrong = problem.wrong_solutions[index]

    samples, hidden = await verdicts(sandbox, problem, source=wrong.source, language=wrong.language)

    assert Verdict.AC in samples
    assert set(hidden) - {Verdict.AC} != set()
    assert Verdict.IE not in {*samples, *hidden}


@pytest.mark.parametrize(("name", "language"), STARTERS)
async def test_the_starter_compiles_and_passes_no_test(sandbox: SandboxClient, name: str, language: str) -> None:
    await need(sandbox, language)
    problem = PROBLEMS[name]

    samples, hidden = await verdicts(sandbox, problem, source=problem.starters[language], language=language)

    assert {*samples, *hidden} == {Verdict.RE}
