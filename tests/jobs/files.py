"""Files that candidates might send, made here."""

from __future__ import annotations

import io
import zipfile

from fpdf import FPDF
from pypdf import PdfReader, PdfWriter

DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


def pdf(pages: int = 1) -> bytes:
    document = FPDF()
    document.set_font("Helvetica")
    for number in range(pages):
        document.add_page()
        document.cell(text=f"Page {number}")
    return bytes(document.output())


def locked_pdf() -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt("secret", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def docx(
    *, types: str = DOCUMENT, extra: dict[str, bytes] | None = None, document: bytes | None = b"<w/>"
) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", f'<Types><Override ContentType="{types}"/></Types>')
        if document is not None:
            package.writestr("word/document.xml", document)
        for name, content in (extra or {}).items():
            package.writestr(name, content)
    return buffer.getvalue()


def bomb() -> bytes:
    """A DOCX of some 70 KB that unpacks to 70 MB."""
    return docx(extra={"word/media/image1.bin": bytes(70 * 1024 * 1024)})


def lying_bomb() -> bytes:
    """The part that is read says it is small, and is 70 MB."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b"<w/>")
        package.writestr("[Content_Types].xml", f"<{DOCUMENT}>".encode() + bytes(70 * 1024 * 1024))
    content = bytearray(buffer.getvalue())
    real = (70 * 1024 * 1024 + len(DOCUMENT) + 2).to_bytes(4, "little")
    return bytes(content.replace(real, (100).to_bytes(4, "little")))
