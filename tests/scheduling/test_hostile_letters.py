"""Nothing that a person wrote breaks out of its place in a letter; colour and logo keep it legible."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr
from typing import Any

import pytest
from django.core.files.base import ContentFile

from tests.factories.bookings import book, mail_of, make_waiting
from tests.factories.companies import make_company
from tests.factories.jobs import make_job
from tests.moving_clock import NOON, Clock, moving_clock
from viva.notifications.letter_page import ink_on, one_line
from viva.notifications.mailing import LINK_PLACE, Parcel
from viva.notifications.models import Mail

pytestmark = [pytest.mark.unit, pytest.mark.django_db]

IN_THREE_DAYS = NOON + timedelta(days=3)
ONE_PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c6360606000000004000"
    "1f61738550000000049454e44ae426082"
)
LONG = "ش" * 200


@pytest.fixture(autouse=True)
def time() -> Iterator[Clock]:
    with moving_clock() as moving:
        yield moving


def sent(mail: Mail) -> EmailMessage:
    return Parcel(mail).message()


def html_of(mail: Mail) -> str:
    part = sent(mail).get_body(("html",))
    assert part
    return str(part.get_content())


class TestHostileWords:
    HEADERS = "Asha\r\nBcc: all@example.org\x1b\x7f"

    def test_no_header_can_be_added(self) -> None:
        company = make_company("Bright\r\nX-Evil: 1")
        interview = make_waiting(
            company, name=self.HEADERS, job=make_job(company, title="Engineer\nCc: x@example.org")
        )
        message = sent(mail_of(book(interview, starts_at=IN_THREE_DAYS)))
        assert {"Bcc", "Cc", "X-Evil"} & set(message.keys()) == set()
        assert message["Subject"] == "Interview Scheduled - Engineer Cc: x@example.org at Bright X-Evil: 1"
        assert message["To"].addresses[0].display_name == "Asha Bcc: all@example.org"
        assert [address.addr_spec for address in message["To"].addresses] == ["asha@candidates.example"]

    @pytest.mark.parametrize("between", ["\r\n", "\n", "\x0b", "\x85", "\u2028", "\x00\n", "\ud800 "])
    def test_what_becomes_a_header_is_one_line(self, between: str) -> None:
        assert one_line(f"Asha{between}Rao") == "Asha Rao"

    def test_html_is_escaped(self) -> None:
        name = '<script>alert(1)</script><img src=x onerror="x">'
        mail = mail_of(book(make_waiting(name=name), starts_at=IN_THREE_DAYS))
        assert "<script" not in mail.html and "<img src=x" not in mail.html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in mail.html
        assert name in mail.text

    def test_a_name_is_no_place_for_the_link(self) -> None:
        mail = mail_of(book(make_waiting(name=f"Asha {LINK_PLACE}"), starts_at=IN_THREE_DAYS))
        assert (mail.to_name, mail.text.count(LINK_PLACE)) == ("Asha", 1)

    @pytest.mark.parametrize("name", [LONG, "محمد الأحمد " * 16, "👩‍👩‍👧‍👦" * 20, "W" * 200, 'O"Neil, (Jr.) ' * 9])
    def test_long_names_of_every_script_arrive_whole(self, name: str) -> None:
        name = name.strip()[:200]
        job = make_job(company := make_company(), title=name)
        mail = mail_of(book(make_waiting(company, name=name, job=job), starts_at=IN_THREE_DAYS))
        raw = sent(mail).as_bytes(linesep="\r\n")
        assert max(len(line) for line in raw.split(b"\r\n")) <= 998
        read = message_from_bytes(raw)  # not by the newer policy, which keeps the spaces between encoded words
        encoded, address = parseaddr(read["To"])
        assert (str(make_header(decode_header(encoded))), address) == (mail.to_name, "asha@candidates.example")
        subject = str(make_header(decode_header(read["Subject"]))).replace("\r\n", "")
        assert (mail.to_name, subject) == (name, f"Interview Scheduled - {name} at Brightwater Labs")


class TestBrand:
    def test_the_logo_comes_inline(self, settings: Any, tmp_path: Any) -> None:
        settings.MEDIA_ROOT = tmp_path
        company = make_company()
        company.logo.save("logo.png", ContentFile(ONE_PIXEL))
        mail = mail_of(book(make_waiting(company), starts_at=IN_THREE_DAYS))
        [picture] = [part for part in sent(mail).walk() if part.get_content_type() == "image/png"]
        assert (picture["Content-ID"], picture.get_content()) == ("<logo>", ONE_PIXEL)
        assert 'src="cid:logo"' in mail.html

    def test_a_logo_that_is_gone_holds_up_no_mail(self, settings: Any, tmp_path: Any) -> None:
        settings.MEDIA_ROOT = tmp_path
        company = make_company()
        company.logo.save("logo.png", ContentFile(ONE_PIXEL))
        mail = mail_of(book(make_waiting(company), starts_at=IN_THREE_DAYS))
        company.logo.delete()
        assert [part for part in sent(mail).walk() if part.get_content_maintype() == "image"] == []

    @pytest.mark.parametrize("colour", ["#15803d", "#ffffff", "#000000", "#ffff00", "#777777", "#6b7f8a"])
    def test_every_colour_is_read_on(self, colour: str) -> None:
        def light(of: str) -> float:
            parts = [int(of[at : at + 2], 16) / 255 for at in (1, 3, 5)]
            red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue

        low, high = sorted([light(colour), light(ink_on(colour))])
        assert (high + 0.05) / (low + 0.05) >= 4.5
