"""Checks bank files: `python -m viva.ai.bank.lint [--grade] [FOLDER]` prints file: field: message; 1 on faults.

Without a folder the built-in bank is checked. A folder is laid out as the built-in one:
`questions/KIND/ID.yaml` and `problems/ID.yaml`, and beside them `marks.json` with what the grader gives the
questions' own answers. `--grade` first grades what has changed since.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from viva.ai.bank.loader import DATA, BankError, Fault, question_files, read_question
from viva.ai.bank.marks import alike, mark_changed, marks_are_fair, read_marks
from viva.ai.bank.problem_rules import PROBLEM_RULES
from viva.ai.bank.rules import RULES
from viva.ai.bank.words import content_words, jaccard
from viva.ai.types import Kind, Question

ALIKE = 0.5  # share of common content words from which two questions are one; the first 58 reach 0.20 at most


def lint_folder(folder: Path) -> list[Fault]:
    """The faults of the files under `folder` by the rules, sorted by file."""
    questions, faults = _read(folder)
    for file, question in questions.items():
        faults.extend(_faults_of(file, question))
    faults.extend(_twins(questions))
    if not questions and not faults:
        faults.append(Fault(str(folder), "", "holds no question"))
    return sorted(faults, key=str)


def lint_marks(folder: Path) -> list[Fault]:
    """Where the grader does not give a question's own answers what they are worth, or the encoder takes two
    questions for one (ten seconds for the built-in bank)."""
    questions, _ = _read(folder)
    marks = read_marks(folder)
    faults = [
        Fault(file, field, message)
        for file, question in questions.items()
        for field, message in marks_are_fair(question, marks.get(question.id))
    ]
    faults.extend(
        Fault(file, "text", f"means nearly the same as that of {other} ({cosine:.2f})")
        for file, other, cosine in alike(questions)
    )
    return sorted(faults, key=str)


def _read(folder: Path) -> tuple[dict[str, Question], list[Fault]]:
    """By file; of those that cannot be read, the faults."""
    questions: dict[str, Question] = {}
    faults: list[Fault] = []
    for path in question_files(folder):
        file = path.relative_to(folder).as_posix()
        try:
            questions[file] = read_question(path, root=folder)
        except BankError as error:
            faults.extend(error.faults)
    return questions, faults


def _faults_of(file: str, question: Question) -> Iterator[Fault]:
    if Path(file).stem != question.id:
        yield Fault(file, "id", f"{question.id} is not the name of the file")
    folder = "problems" if question.kind is Kind.CODING else f"questions/{question.kind}"
    if Path(file).parent.as_posix() != folder:
        yield Fault(file, "kind", f"{question.kind} belongs into {folder}/")
    for rule in (*RULES, *PROBLEM_RULES):
        for field, message in rule(question):
            yield Fault(file, field, message)


def _twins(questions: dict[str, Question]) -> Iterator[Fault]:
    spoken = {file: content_words(question.text) for file, question in questions.items()}
    for (file, one), (other_file, other) in combinations(questions.items(), 2):
        if one.id == other.id:
            yield Fault(file, "id", f"{one.id} is also the id of {other_file}")
        if (alike := jaccard(spoken[file], spoken[other_file])) >= ALIKE:
            yield Fault(file, "text", f"is nearly that of {other_file} ({alike:.2f})")


def main(arguments: Sequence[str]) -> int:
    folders = [Path(each) for each in arguments if each != "--grade"]
    folder = folders[0] if folders else DATA
    faults = lint_folder(folder)
    if not faults:
        if "--grade" in arguments:
            mark_changed(folder, _read(folder)[0].values(), lambda line: sys.stdout.write(f"{line}\n"))
        faults = lint_marks(folder)
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{len(question_files(folder))} files, {len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
