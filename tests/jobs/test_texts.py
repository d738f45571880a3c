"""The text of files of every kind; each refusal says why and what would do."""

from __future__ import annotations

import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.jobs import files
from viva.jobs import beside, file_reading
from viva.jobs.texts import NoText, text_of

pytestmark = [pytest.mark.unit]

LINES = ("Senior Data Engineer", "Airflow and Spark", "Five years of SQL")
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "content",
    [
        files.pdf_of(*LINES),
        files.docx_of(files.paragraphs(*LINES)),
        "\n".join(LINES).encode(),
        "\ufeff".encode() + "\r\n".join(LINES).encode(),
        "\n".join(LINES).encode("utf-16"),
        b"\xfe\xff" + "\n".join(LINES).encode("utf-16-be"),
    ],
    ids=["pdf", "docx", "utf-8", "utf-8 with a mark", "utf-16", "utf-16 big-endian"],
)
def test_the_text_of_each_kind_is_read_line_by_line(content: bytes) -> None:
    assert tuple(text_of(content).splitlines())[:3] == LINES


def test_a_word_document_is_read_as_it_is_seen() -> None:
    body = (
        "<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr>"
        "<w:r><w:t>Py</w:t></w:r><w:r><w:t>thon</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Go</w:t><w:tab/><w:t>3 years</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
        "<w:p><w:del><w:r><w:delText>COBOL</w:delText></w:r></w:del><w:r><w:t>a</w:t><w:br/><w:t>b</w:t></w:r></w:p>"
        "<w:p><Choice><w:t>Boxed</w:t></Choice><Fallback><w:t>Boxed</w:t></Fallback></w:p>"
    )
    assert text_of(files.docx_of(body)) == "Python\nGo\t3 years\na\nb\nBoxed\n"


def test_letters_drawn_as_one_are_parted(monkeypatch: pytest.MonkeyPatch) -> None:
    page = SimpleNamespace(extract_text=lambda: "con\ufb01g of\ufb02ine")
    opened = SimpleNamespace(is_encrypted=False, pages=[page])
    monkeypatch.setattr(file_reading, "_opened", lambda content: opened)
    assert file_reading.pdf_text(b"") == "text\nconfig offline\n"


def test_thirty_pages_are_read_and_no_more_than_sixty_thousand_characters() -> None:
    assert "Page 29" in text_of(files.pdf(30))
    assert len(text_of(b"word " * 100_000)) == 60_000
    assert len(text_of(files.docx_of(files.paragraphs("word " * 100_000)))) == 60_000


@pytest.mark.parametrize(
    ("content", "reason", "remedy"),
    [
        (b"", "empty", "paste"),
        (b" \n\t ", "empty", "paste"),
        (b"a" * (5 * 1024 * 1024 + 1), "larger than 5 MB", "smaller"),
        (files.locked_pdf(), "password", "without one"),
        (files.pdf(31), "31 pages; at most 30", "pages that matter"),
        (files.scanned_pdf(), "only pictures", "mark its words"),
        (files.swelling_pdf(), "damaged or too large", "anew"),
        (files.pdf()[:200], "damaged", "anew"),
        (b"%PDF-1.7\n" + bytes(500) + b"%%EOF", "damaged", "anew"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(500), "old Word document", ".docx"),
        (files.docx(document=None), "no Word document", "anew"),
        (files.docx_of(""), "no text in this Word", "another"),
        (files.docx_of(files.paragraphs("a"))[:-30], "damaged", "anew"),
        (files.docx(document=b"<w/" + bytes(100)), "damaged", "anew"),
        (files.docx_of(files.paragraphs("&b;"), before=ENTITIES), "damaged", "anew"),
        (files.docx_of(files.paragraphs("&a;"), before=OUTSIDE), "damaged", "anew"),
        (files.docx_of("<w:p>" * 100_000 + "</w:p>" * 100_000), "damaged", "anew"),
        (files.docx_of("<w:p/>" * 6_000_000), "too large", "anew"),
        (files.docx(extra={f"word/{number}": b"" for number in range(2001)}), "too large", "anew"),
        (files.bomb(), "too large", "anew"),
        (b"MZ" + bytes(500), "neither", "Save it as one of these"),
        ("Ünal".encode("latin-1"), "neither", "UTF-8"),
        (b"\xff\xfea", "neither", "Save it"),
        (b"12 34 --", "no words", "paste"),
    ],
    ids=[
        "empty",
        "blank",
        "5 MB and more",
        "encrypted pdf",
        "31 pages",
        "scanned pdf",
        "pdf that swells",
        "pdf cut off",
        "no pdf after the mark",
        "old word",
        "zip without a document",
        "word without words",
        "zip cut off",
        "xml broken",
        "entities in entities",
        "entity from outside",
        "xml too deep",
        "document that unpacks to 36 MB",
        "too many parts",
        "bomb",
        "program",
        "latin-1",
        "half a utf-16 letter",
        "figures alone",
    ],
)
def test_anything_else_is_refused_with_a_reason_and_a_remedy(content: bytes, reason: str, remedy: str) -> None:
    with pytest.raises(NoText) as refused:
        text_of(content)
    told = refused.value
    assert reason in told.reason
    assert remedy in told.detail
    assert told.detail.endswith(".")


def test_a_lying_bomb_is_unpacked_no_further_than_is_read() -> None:
    content = bytearray(files.docx(document=b"<w>" + bytes(70 * 1024 * 1024)))
    real = (70 * 1024 * 1024 + 3).to_bytes(4, "little")
    assert real in content
    with pytest.raises(NoText, match="too large"):
        text_of(bytes(content.replace(real, (100).to_bytes(4, "little"))))


@pytest.mark.parametrize("reader", ["while True: pass", "x = []\nwhile True: x.append(bytes(10**6))", "1 / 0"])
def test_whatever_becomes_of_the_reader_is_a_refusal(
    reader: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    limits = "import resource\nresource.setrlimit(resource.RLIMIT_AS, (3 * 10**8, 3 * 10**8))\n"
    (tmp_path / "reader.py").write_text(limits + reader)
    monkeypatch.setattr(beside, "READER", tmp_path / "reader.py")
    monkeypatch.setattr(beside, "DEADLINE", 1.0)
    begun = time.monotonic()
    with pytest.raises(NoText):
        text_of(files.pdf())
    assert time.monotonic() - begun < 60  # it came back at all


def test_the_reader_holds_itself_to_its_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = dict[int, tuple[int, int]]()
    monkeypatch.setattr(file_reading.logging, "disable", lambda level: None)  # holds for the process
    monkeypatch.setattr(file_reading.resource, "setrlimit", asked.__setitem__)
    monkeypatch.setattr(file_reading.sys, "argv", ["reader", "nothing"])
    file_reading.main()
    memory, seconds = file_reading.resource.RLIMIT_AS, file_reading.resource.RLIMIT_CPU
    assert asked == {memory: (768 * 1024 * 1024,) * 2, seconds: (8, 8)}
