"""Files that candidates might send, made here."""

from __future__ import annotations

import io
import zipfile
import zlib

from fpdf import FPDF
from PIL import Image
from pypdf import PdfReader, PdfWriter

DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
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


def pdf_of(*lines: str) -> bytes:
    document = FPDF()
    document.add_page()
    document.set_font("Helvetica", size=11)
    for line in lines:
        document.cell(text=line, new_x="LMARGIN", new_y="NEXT")
    return bytes(document.output())


def scanned_pdf() -> bytes:
    """A page that is one picture."""
    document = FPDF()
    document.add_page()
    document.image(Image.new("L", (400, 600), 200), w=100)
    return bytes(document.output())


def swelling_pdf() -> bytes:
    """A page of some 70 KB whose drawing orders are 70 MB."""
    orders = zlib.compress(b"BT /F1 9 Tf (x) Tj ET\n" * (70 * 1024 * 1024 // 22), 9)
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents 4 0 R/Resources<</Font"
        b"<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%b\nendstream" % (len(orders), orders),
    ]
    content, places = b"%PDF-1.4\n", list[int]()
    for number, part in enumerate(parts, start=1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(content)
    content += b"xref\n0 5\n0000000000 65535 f \n" + table
    return content + b"trailer<</Size 5/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % start


def docx_of(body: str, *, before: str = "") -> bytes:
    """`body` is WordprocessingML, `before` stands before the document (a DTD)."""
    start = f'<?xml version="1.0"?>{before}<w:document xmlns:w="{_WORDS}"><w:body>'
    return docx(document=f"{start}{body}</w:body></w:document>".encode())


def paragraphs(*lines: str) -> str:
    return "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines)
