"""Rules of the house that no linter has: file lengths, no inline style or script, no machine's paths."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

LONGEST = {".py": 300, ".ts": 250, ".html": 300, ".css": 300}
NOT_OURS = re.compile(r"(^|/)(migrations|dist|vendor|data|lines|phrases)/|package-lock\.json$")
INLINE = re.compile(r"<[a-z][^>]*\s(style|on[a-z]+)=|<script(?![^>]*\bsrc=)[^>]*>|javascript:", re.IGNORECASE)
MACHINE = re.compile(r"/(work|root|home/[a-z]+)/[a-z.]")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], check=True, capture_output=True, text=True).stdout
    return [Path(line) for line in listed.splitlines() if not NOT_OURS.search(line)]


def faults(path: Path) -> list[str]:
    limit = LONGEST.get(path.suffix)
    if limit is None or not path.exists():
        return []
    text = path.read_text()
    found = []
    if (lines := text.count("\n")) > limit:
        found.append(f"{path}: {lines} lines; a file of this kind has at most {limit}")
    for number, line in enumerate(text.splitlines(), start=1):
        if path.suffix == ".html" and "templates" in path.parts and INLINE.search(line):
            found.append(f"{path}:{number}: inline style or script (the content security policy forbids it)")
        if MACHINE.search(line) and path != Path(__file__).relative_to(Path.cwd()):
            found.append(f"{path}:{number}: a path of one machine")
    return found


def main() -> int:
    found = [fault for path in tracked() for fault in faults(path)]
    print("\n".join(found) or "sources: nothing to mend")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
