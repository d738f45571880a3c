"""Résumés: what a file is, is read in the file, never in its name. They are stored under random names."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from viva.accounts.lines import tidy_line
from viva.core.errors import VivaError
from viva.jobs.beside import read_beside

LARGEST_BYTES = 5 * 1024 * 1024
MOST_PAGES = 200
MOST_PARTS, MOST_UNPACKED = 2000, 60 * 1024 * 1024  # of a DOCX, which is a ZIP
LARGEST_TYPES = 1024 * 1024  # of its list of parts, the one part that is unpacked
_WORD = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class NoResume(VivaError):
    """The file is refused; the message says why and what would do. `field` is where it belongs on a form."""

    code = "no_resume"
    field = "resume"


@dataclass(frozen=True, slots=True)
class Resume:
    """A checked file. `name` is the one to show and to save it under, with the ending of what it is."""

    content: bytes
    name: str
    kind: str


def checked_resume(content: bytes, *, name: str) -> Resume:
    """Raises NoResume for anything but a PDF or a DOCX of at most 5 MB that can be opened."""
    if len(content) > LARGEST_BYTES:
        raise NoResume(_("The file is larger than 5 MB. Choose a smaller one."))
    if content.startswith(b"%PDF-"):
        _check_pdf(content)
        kind = "pdf"
    elif content.startswith(b"PK\x03\x04"):
        _check_docx(content)
        kind = "docx"
    else:
        raise NoResume(_("This is neither a PDF nor a Word document (.docx). Choose one of these."))
    return Resume(content, _named(name, kind), kind)


def keep_resume(resume: Resume) -> str:
    """The name in the private storage: random, so that nobody guesses it."""
    return default_storage.save(f"resumes/{uuid4().hex}.{resume.kind}", ContentFile(resume.content))


def _named(name: str, kind: str) -> str:
    stem = tidy_line(Path(name.replace("\\", "/")).stem).replace("/", " ").strip(". ")[:150]
    return f"{stem or _('resume')}.{kind}"


def _check_pdf(content: bytes) -> None:
    """Not encrypted, some pages, and not a second file in one: archives are read from their end."""
    if b"%%EOF" not in content[-2048:] or zipfile.is_zipfile(io.BytesIO(content)):
        raise NoResume(_("This PDF is damaged. Save it anew and try again."))
    told = read_beside(content, what="pages")
    if told == "encrypted":
        raise NoResume(_("This PDF is protected by a password. Save it without one and try again."))
    count = int(told.removeprefix("pages ")) if told.startswith("pages ") else 0
    if count == 0:
        raise NoResume(_("This PDF cannot be read. Save it anew and try again."))
    if count > MOST_PAGES:
        raise NoResume(_("This PDF has %(count)s pages. Choose a shorter one.") % {"count": count})


def _check_docx(content: bytes) -> None:
    """The parts of a Word document, few enough and small enough unpacked, without macros."""
    try:
        names, types = _parts_of(content)
    except Exception:  # whatever a broken archive makes the reader raise means one thing
        raise NoResume(_("This Word document cannot be read. Save it anew, or as a PDF, and try again.")) from None
    if (
        b"macroEnabled" in types
        or b"vbaProject" in types
        or any(name.lower().endswith("vbaproject.bin") for name in names)
    ):
        raise NoResume(_("This Word document has macros. Save it without them, or as a PDF."))


def _parts_of(content: bytes) -> tuple[set[str], bytes]:
    """The names of the parts and the list of their types. Raises for what is no Word document of bounded size.

    Nothing but that list is unpacked, and of it no more than LARGEST_TYPES: declared sizes may lie.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
        names = {part.filename for part in parts}
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise ValueError("too large")
        if any(part.flag_bits & 1 for part in parts) or "word/document.xml" not in names:
            raise ValueError("encrypted, or no document in it")
        with package.open("[Content_Types].xml") as part:
            types = part.read(LARGEST_TYPES + 1)
    if len(types) > LARGEST_TYPES or (_WORD not in types and b"macroEnabled" not in types):
        raise ValueError("not of Word")
    return names, types
