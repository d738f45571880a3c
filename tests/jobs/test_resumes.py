"""What is taken for a résumé: by what is in the file, never by its name."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from tests.factories.accounts import UserFactory
from tests.factories.jobs import make_job
from tests.jobs import files
from viva.core.errors import StateForbids
from viva.jobs import beside
from viva.jobs.models import Application
from viva.jobs.resumes import NoResume, checked_resume
from viva.jobs.services import apply_for, apply_openly

pytestmark = [pytest.mark.unit]


@pytest.mark.parametrize(("content", "kind"), [(files.pdf(3), "pdf"), (files.docx(), "docx")], ids=["pdf", "docx"])
@pytest.mark.parametrize("name", ["cv.exe", "cv.pdf", "cv", "../../etc/cv.docx", "C:\\me\\cv.html"])
def test_a_pdf_and_a_word_document_are_taken_under_whatever_name(content: bytes, kind: str, name: str) -> None:
    taken = checked_resume(content, name=name)
    assert (taken.kind, taken.name) == (kind, f"cv.{kind}")


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Élodie Ünal – cv.pdf", "Élodie Ünal – cv.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "a Set-Cookie: x.pdf"),
        ("x" * 300 + ".pdf", "x" * 150 + ".pdf"),
        ("\u202efdp.exe", "fdp.pdf"),
        ("...", "resume.pdf"),
        ("", "resume.pdf"),
    ],
)
def test_the_name_is_tidied_and_ends_as_what_it_is(name: str, kept: str) -> None:
    assert checked_resume(files.pdf(), name=name).name == kept


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ" + bytes(500),
        b"<svg onload='alert(1)'/>",
        b"<html><script>alert(1)</script>%PDF-1.4",
        b"%PDF-1.7\n" + bytes(500) + b"%%EOF",
        files.pdf()[:200],
        files.pdf() + files.docx(),
        files.locked_pdf(),
        files.pdf(201),
        files.docx(document=None),
        files.docx(types="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
        files.docx(types=files.MACROS),
        files.docx(extra={"word/vbaProject.bin": b"x"}),
        files.docx(extra={f"word/{number}": b"" for number in range(2001)}),
        files.docx()[:-30],
        files.docx()[:40] + b"\xff" * 80 + files.docx()[120:],
        files.bomb(),
        files.lying_bomb(),
        files.pdf() + bytes(5 * 1024 * 1024) + b"%%EOF",
    ],
    ids=[
        "empty",
        "a renamed program",
        "svg",
        "html before a pdf",
        "no pdf after the mark",
        "pdf cut off",
        "pdf and zip in one",
        "encrypted",
        "too many pages",
        "zip without a document",
        "a spreadsheet",
        "macros by type",
        "macros by part",
        "too many parts",
        "zip cut off",
        "zip broken within",
        "a bomb",
        "a bomb that lies",
        "5 MB and more",
    ],
)
def test_anything_else_is_refused_with_a_reason(content: bytes) -> None:
    with pytest.raises(NoResume) as refused:
        checked_resume(content, name="cv.pdf")
    assert str(refused.value).endswith(".")


def test_a_reader_that_never_ends_is_ended(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    spinning = tmp_path / "spinning.py"
    spinning.write_text("while True: pass")
    monkeypatch.setattr(beside, "READER", spinning)
    monkeypatch.setattr(beside, "DEADLINE", 0.5)
    begun = time.monotonic()
    with pytest.raises(NoResume):
        checked_resume(files.pdf(), name="cv.pdf")
    assert time.monotonic() - begun < 30  # it came back at all


@pytest.mark.django_db
class TestKept:
    @pytest.fixture(autouse=True)
    def _stored_apart(self, settings: Any, tmp_path: Path) -> None:
        settings.MEDIA_ROOT = tmp_path

    def test_it_is_stored_under_a_random_name(self) -> None:
        taken = checked_resume(files.pdf(), name="ann.pdf")
        application = apply_for(make_job(), candidate=UserFactory(), note="", resume=taken)
        assert (application.resume_name, "ann" in application.resume.name) == ("ann.pdf", False)
        assert default_storage.open(application.resume.name).read() == taken.content

    def test_no_file_is_left_of_an_application_that_was_refused(self, tmp_path: Path) -> None:
        job, taken = make_job(status="closed"), checked_resume(files.pdf(), name="ann.pdf")
        with pytest.raises(StateForbids):
            apply_for(job, candidate=UserFactory(), note="", resume=taken)
        assert not [path for path in tmp_path.rglob("*") if path.is_file()]

    def test_a_stranger_is_not_told_who_has_applied_and_changes_nothing(self, tmp_path: Path) -> None:
        job, taken = make_job(), checked_resume(files.pdf(), name="ann.pdf")
        given = {"email": "ann@x.org", "note": "", "resume": taken}
        assert apply_openly(job, name="Ann", **given) is True
        assert apply_openly(job, name="Mallory", **given) is False
        assert list(Application.objects.values_list("name", flat=True)) == ["Ann"]
        assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1
