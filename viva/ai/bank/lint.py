"""Checks bank files: `python -m viva.ai.bank.lint [FOLDER]` prints file: field: message, exits 1 on faults.

Without a folder the built-in bank is checked. A folder is laid out as the built-in one:
`questions/KIND/ID.yaml` and `problems/ID.yaml`.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from itertools import combinations
from pathlib import Path

from viva.ai.bank.loader import DATA, BankError, Fault, question_files, read_question
from viva.ai.bank.problem_rules import PROBLEM_RULES
from viva.ai.bank.rules import RULES
from viva.ai.bank.words import content_words, jaccard
from viva.ai.types import Kind, Question

ALIKE = 0.5  # share of common content words from which two questions are one; the first 58 reach 0.20 at most


def lint_folder(folder: Path) -> list[Fault]:
    """All faults of the bank under `folder`, sorted by file."""
    faults: list[Fault] = []
    questions: dict[str, Question] = {}
    for path in question_files(folder):
        file = path.relative_to(folder).as_posix()
        try:
            questions[file] = read_question(path, root=folder)
        except BankError as error:
            faults.extend(error.faults)
    for file, question in questions.items():
        faults.extend(_faults_of(file, question))
    faults.extend(_twins(questions))
    if not questions and not faults:
        faults.append(Fault(str(folder), "", "holds no question"))
    return sorted(faults, key=str)


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
    folder = Path(arguments[0]) if arguments else DATA
    faults = lint_folder(folder)
    for fault in faults:
        sys.stdout.write(f"{fault}\n")
    sys.stdout.write(f"{len(question_files(folder))} files, {len(faults)} faults\n")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
