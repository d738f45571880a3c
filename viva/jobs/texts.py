"""The text of a file that somebody brings: PDF, Word or plain text. Nothing of it is kept here."""

from __future__ import annotations

import codecs

from django.utils.translation import gettext as _

from viva.core.errors import VivaError
from viva.jobs.beside import read_beside
from viva.jobs.file_reading import MOST_CHARACTERS, MOST_PAGES
from viva.jobs.resumes import LARGEST_BYTES

_OLD_WORD = bytes.fromhex("d0cf11e0a1b11ae1")  # an OLE file: a .doc, or a .docx with a password
_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_WHITE = "\n\r\t\f\v"


class NoText(VivaError):
    """The file is refused: `detail` says why and what would do, `reason` only why. `field` is for forms."""

    code = "no_text"
    field = "file"

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason} {remedy}")
        self.reason = reason


def text_of(content: bytes) -> str:
    """At most its first 60,000 characters. What the file is, is read in it, never in its name. Raises NoText.

    Plain text is UTF-8, or UTF-16 where its first bytes say so.
    """
    if not content.strip():
        raise NoText(_("The file is empty."), _("Choose another, or paste the text."))
    if len(content) > LARGEST_BYTES:
        raise NoText(_("The file is larger than 5 MB."), _("Choose a smaller one, or paste the text."))
    if content.startswith(_OLD_WORD):
        raise NoText(
            _("This is an old Word document (.doc), or one with a password."),
            _("Save it as .docx or PDF without a password, or paste the text."),
        )
    if content.startswith(b"%PDF-"):
        return _of_pdf(content)
    return _of_docx(content) if content.startswith(b"PK\x03\x04") else _of_plain(content)


def _of_pdf(content: bytes) -> str:
    told, _line, text = read_beside(content, what="pdf").partition("\n")
    if told == "encrypted":
        raise NoText(
            _("This PDF is protected by a password."), _("Save it without one and try again, or paste the text.")
        )
    if told.startswith("long "):
        reason = _("This PDF has %(count)s pages; at most %(most)d are read.")
        raise NoText(
            reason % {"count": told.removeprefix("long "), "most": MOST_PAGES},
            _("Save the pages that matter as a file of their own, or paste the text."),
        )
    if told != "text":
        raise NoText(
            _("This PDF is damaged or too large to read."), _("Save it anew and try again, or paste the text.")
        )
    return _written(
        text,
        reason=_("There is no text in this PDF, only pictures of it."),
        remedy=_("Choose one that lets you mark its words, or paste the text."),
    )


def _of_docx(content: bytes) -> str:
    told, _line, text = read_beside(content, what="docx").partition("\n")
    if told != "text":
        raise NoText(
            _("This is no Word document (.docx), or it is damaged or too large to read."),
            _("Save it anew, or as a PDF, or paste the text."),
        )
    return _written(
        text, reason=_("There is no text in this Word document."), remedy=_("Choose another, or paste the text.")
    )


def _of_plain(content: bytes) -> str:
    """In this process: decoding is all there is to it."""
    text = _decoded(content)
    if text is None:
        raise NoText(
            _("This is neither a PDF nor a Word document (.docx) nor text in UTF-8."),
            _("Save it as one of these, or paste the text."),
        )
    return _written(
        text[:MOST_CHARACTERS],
        reason=_("There are no words in this file."),
        remedy=_("Choose another, or paste the text."),
    )


def _decoded(content: bytes) -> str | None:
    encoding = next((name for mark, name in _MARKS.items() if content.startswith(mark)), "utf-8")
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if any(char < " " and char not in _WHITE for char in text) else text


def _written(text: str, *, reason: str, remedy: str) -> str:
    if not any(char.isalpha() for char in text):
        raise NoText(reason, remedy)
    return text.replace("\0", "")
