"""`manage.py send_test_email`: it tries the real way and says in words what failed and where to look."""

from __future__ import annotations

import io
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.core.management import CommandError, call_command

from tests.notifications.letterbox import HANG, Letterbox, letterbox, send_through

pytestmark = pytest.mark.unit


@pytest.fixture
def box(settings: Any) -> Iterator[Letterbox]:
    with letterbox() as running:
        send_through(settings, running)
        yield running


def run(address: str = "asha@candidates.example") -> str:
    told = io.StringIO()
    call_command("send_test_email", address, stdout=told, skip_checks=True)
    return told.getvalue()


def failure(address: str = "asha@candidates.example") -> str:
    with pytest.raises(CommandError) as raised:
        run(address)
    return str(raised.value)


def self_signed(folder: Path) -> Any:
    """A context for a server whose certificate nobody has signed."""
    import ssl

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begins = datetime.now(UTC) - timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=30))
        .sign(key, hashes.SHA256())
    )
    whole = folder / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    whole.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(whole)
    return context


def test_it_arrives_and_says_which_way(box: Letterbox) -> None:
    told = run()
    assert f"Sending through 127.0.0.1, port {box.port}, no TLS, without a sign-in" in told
    assert "The server took it." in told
    assert box.subjects == ["A test of Viva's e-mail"]


def test_without_a_server_it_is_written_to_files_and_says_so(settings: Any, tmp_path: Path) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_FILE_PATH = "", tmp_path
    assert f"EMAIL_HOST is not set, so mail is written to files in {tmp_path}" in run()
    assert len(list(tmp_path.glob("*.log"))) == 1


def test_what_is_no_address_is_refused() -> None:
    assert failure("asha") == "This is not an e-mail address."


def test_a_name_that_is_not_known(settings: Any, box: Letterbox, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.EMAIL_HOST = "smtp.example.invalid"

    def nobody(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", nobody)
    told = failure()
    assert told.startswith("The mail server's name is not known.")
    assert "EMAIL_HOST" in told


def test_a_port_where_nobody_listens(settings: Any) -> None:
    with letterbox() as gone:
        send_through(settings, gone)
    told = failure()
    assert told.startswith("The mail server refuses connections at this port.")
    assert "EMAIL_PORT" in told


def test_a_server_that_says_nothing(settings: Any) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        send_through(settings, Letterbox(silent.getsockname()[1]))
        settings.EMAIL_TIMEOUT = 0.3
        told = failure()
    assert told.startswith("The mail server did not answer in time.")
    assert "firewall" in told


def test_tls_where_the_server_speaks_none(box: Letterbox, settings: Any) -> None:
    settings.EMAIL_USE_SSL = True
    told = failure()
    assert told.startswith("The secure connection to the mail server could not be made.")
    assert "465" in told


def test_starttls_where_the_server_offers_none(box: Letterbox, settings: Any) -> None:
    settings.EMAIL_USE_TLS = True
    assert failure().startswith("The mail server does not offer what the settings ask for.")


def test_a_certificate_that_nobody_signed(settings: Any, tmp_path: Path) -> None:
    with letterbox(tls_context=self_signed(tmp_path)) as secured:
        send_through(settings, secured)
        settings.EMAIL_HOST, settings.EMAIL_USE_TLS = "localhost", True
        told = failure()
    assert told.startswith("The mail server's certificate is not valid for its name.")
    assert "EMAIL_HOST must be the name" in told


def test_a_wrong_password(settings: Any) -> None:
    def nobody(*_: object) -> AuthResult:
        return AuthResult(success=False, handled=False)

    with letterbox(authenticator=nobody, auth_require_tls=False) as guarded:
        send_through(settings, guarded)
        settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "viva", "the-wrong-one"
        told = failure()
    assert told.startswith("The mail server did not accept user name and password. It answered 535.")
    assert "EMAIL_HOST_PASSWORD" in told and "the-wrong-one" not in told


@pytest.mark.parametrize(
    ("command", "words", "where"),
    [
        ("MAIL", "The mail server refused the sender's address. It answered 550.", "DEFAULT_FROM_EMAIL"),
        ("RCPT", "The mail server refused the recipient's address. It answered 550.", "address right"),
        ("DATA", "The mail server refused the message. It answered 550.", "not this message"),
    ],
)
def test_a_refusal_says_what_was_refused(box: Letterbox, command: str, words: str, where: str) -> None:
    box.replies[command] = ["550 no"]
    told = failure()
    assert told.startswith(words)
    assert where in told


def test_a_server_that_hangs_in_the_middle(box: Letterbox, settings: Any) -> None:
    settings.EMAIL_TIMEOUT = 0.3
    box.replies["RCPT"] = [HANG]
    assert failure().startswith("The mail server did not answer in time.")
