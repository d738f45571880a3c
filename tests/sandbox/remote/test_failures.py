"""Whatever the other side does, the candidate gets a sentence and IE, and the server goes on."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import logging
import socket
import ssl
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.sandbox.remote.fakes import Answer, Reply, program, serving
from tests.sandbox.remote.go_judge import answering, result, scripted
from viva.sandbox.remote import judge as judging
from viva.sandbox.remote.judge import RemoteJudge
from viva.sandbox.remote.transport import RemoteError, Service
from viva.sandbox.types import Judgement, Verdict

pytestmark = pytest.mark.integration
TOKEN = "a-token-that-nobody-may-see"
HEAD = b"HTTP/1.1 200 OK\r\n"


def judge_at(url: str, kind: str = "go-judge", **more: Any) -> RemoteJudge:
    return RemoteJudge(url, kind, token=TOKEN, pause_seconds=0.0, **more)


async def judged_by(answer: Answer, *, kind: str = "go-judge") -> Judgement:
    with serving(answer) as fake:
        return await judge_at(fake.url, kind).judge(program())


SENTENCES = [
    (Reply({}, status=500), "it failed (HTTP 500)"),
    (Reply("no cmd provided", status=400), "it failed (HTTP 400)"),
    (Reply(None, status=429), "it is busy"),
    (Reply(None, status=401), "it does not accept this server's token"),
    (Reply(None, status=403), "it does not accept this server's token"),
    (Reply(None, status=404), "its address is wrong: there is no such service there"),
    (Reply(None, status=302), "it failed (HTTP 302)"),
    (Reply(raw=HEAD + b"\r\n<html>"), "what it sent cannot be understood"),
    (Reply(raw=HEAD + b"\r\n" + b"[" * 100_000), "what it sent cannot be understood"),
    (Reply(raw=b"SSH-2.0-OpenSSH_9.2\r\n"), "what it sent cannot be understood"),
    (Reply(raw=b""), "it cannot be reached"),
    (Reply(raw=HEAD + b"Content-Length: 10\r\n\r\n[]"), "what it sent cannot be understood"),
    (Reply(raw=HEAD + b"Content-Length: ten\r\n\r\n[{}"), "what it sent cannot be understood"),
    (Reply(raw=HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n"), "what it sent cannot be understood"),
    (Reply(raw=HEAD + b"Content-Length: 3\r\n\r\n\xff\xfe\xfd"), "what it sent cannot be understood"),
    (Reply(None), "what it sent cannot be understood"),
    (Reply([]), "what it sent cannot be understood"),
    (Reply({"status": "Accepted"}), "what it sent cannot be understood"),
    (Reply([{"status": 1}]), "what it sent cannot be understood"),
    (Reply([{}, {}]), "what it sent cannot be understood"),
]


@pytest.mark.parametrize(("reply", "sentence"), SENTENCES)
async def test_go_judge_that_answers_nonsense_is_ie_with_a_sentence(reply: Reply, sentence: str) -> None:
    judgement = await judged_by(lambda _: reply)
    assert judgement == Judgement(Verdict.IE, message=judging.told(RemoteError(sentence)))


@pytest.mark.parametrize(("reply", "sentence"), SENTENCES[:15])
async def test_piston_that_answers_nonsense_is_ie_with_a_sentence(reply: Reply, sentence: str) -> None:
    judgement = await judged_by(lambda _: reply, kind="piston")
    assert judgement == Judgement(Verdict.IE, message=judging.told(RemoteError(sentence)))


@pytest.mark.parametrize("files", [None, 7, {"stdout": 7}, ["stdout"]])
@pytest.mark.parametrize("number", [None, "much", -1, 1e300, float("inf"), True])
async def test_odd_fields_of_a_right_answer_raise_nothing(files: Any, number: Any) -> None:
    odd = {"status": "Nonzero Exit Status", "files": files}
    odd |= {"time": number, "runTime": number, "memory": number, "exitStatus": number, "fileError": number}
    judgement = await judged_by(scripted(result(), odd))
    assert judgement.verdict is Verdict.RE


async def test_nobody_listens() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        judgement = await judge_at(f"http://127.0.0.1:{free.getsockname()[1]}").judge(program())
    assert judgement == Judgement(Verdict.IE, message=judging.told(RemoteError("it cannot be reached")))


@pytest.mark.parametrize(
    "url", ["http://no-such-host.invalid", "http://" + "x" * 70 + ".example", "http://[::1]:1"]
)
async def test_an_address_that_leads_nowhere(url: str) -> None:
    assert (await judge_at(url).judge(program())).verdict is Verdict.IE


async def test_an_answer_beyond_all_measure_is_dropped() -> None:
    with serving(lambda _: Reply("x" * 300_000)) as fake:
        with pytest.raises(RemoteError, match="more than this server takes"):
            await Service(fake.url, most_bytes=200_000).ask("GET", "/", seconds=10)
        whole = await Service(fake.url, most_bytes=400_000).ask("GET", "/", seconds=10)
    assert len(whole) == 300_000  # the control: with room for it, it is taken


async def test_one_that_never_answers_is_left_in_time() -> None:
    with serving(lambda _: Reply(hold=True)) as fake:
        with pytest.raises(RemoteError, match="did not answer in time"):
            await Service(fake.url).ask("GET", "/", seconds=0.2)
        judgement = await judge_at(fake.url, deadline_seconds=0.2).judge(program())
        assert await asyncio.to_thread(fake.hung_up.wait, 10)
    assert judgement == Judgement(Verdict.IE, message=judging.SLOW)


async def test_one_that_keeps_the_connection_open_is_not_waited_for() -> None:
    whole = Reply(raw=HEAD + b"Content-Length: 2\r\n\r\n[]")

    async def keep_open(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(whole.raw or b"")
        await reader.read()
        writer.close()

    async with await asyncio.start_server(keep_open, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        assert await Service(f"http://127.0.0.1:{port}").ask("GET", "/", seconds=10) == []


async def test_an_answer_in_chunks_is_read() -> None:
    chunked = HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\n[1,\r\n2\r\n2]\r\n0\r\n\r\n"
    with serving(lambda _: Reply(raw=chunked)) as fake:
        assert await Service(fake.url).ask("GET", "/", seconds=10) == [1, 2]


async def test_cancelling_drops_the_request() -> None:
    holding = answering(lambda _: Reply(hold=True))
    with serving(holding) as fake:
        task = asyncio.create_task(judge_at(fake.url).judge(program()))
        assert await asyncio.to_thread(fake.holding.wait, 10)
        assert not fake.hung_up.is_set()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert await asyncio.to_thread(fake.hung_up.wait, 10)


async def test_the_token_goes_with_every_request_and_into_no_message_or_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    with serving(scripted(result(), result(stdout="2"))) as fake:
        judge = judge_at(fake.url)
        assert (await judge.judge(program())).verdict is Verdict.AC
        assert {asked.headers["Authorization"] for asked in fake.asked} == {f"Bearer {TOKEN}"}
        fake.answer = lambda _: Reply(TOKEN, status=401)
        refused = await judge.judge(program())
        status = await RemoteJudge(fake.url, "go-judge", token=TOKEN).status()
    said = f"{refused} {status} {caplog.text} {judge!r} {Service(fake.url, TOKEN)!r}"
    assert TOKEN not in said and fake.url not in said


async def test_without_a_token_none_is_sent() -> None:
    with serving(scripted(result())) as fake:
        await RemoteJudge(fake.url, "go-judge").status()
    assert all("Authorization" not in asked.headers for asked in fake.asked)


async def test_an_unusable_service_is_not_safe_and_says_why() -> None:
    with serving(lambda _: Reply(None, status=401)) as fake:
        status = await judge_at(fake.url).status()
    assert status["safe"] is False
    assert "does not accept this server's token" in status["reason"]


async def test_a_fault_of_our_own_is_ie_too(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> None:
        raise RuntimeError(TOKEN)

    monkeypatch.setattr(judging, "_concluded", fail)
    judgement = await judged_by(scripted(result(), result(stdout="2")))
    assert judgement.verdict is Verdict.IE
    assert "RuntimeError" in caplog.text and TOKEN not in caplog.text


async def test_a_certificate_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secure = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate = _certificate(tmp_path)
    secure.load_cert_chain(certificate)
    with serving(scripted(result(), result(stdout="2")), secure=secure) as fake:
        refused = await judge_at(fake.url).judge(program())
        assert fake.asked == []
        monkeypatch.setenv(
            "SSL_CERT_FILE", str(certificate)
        )  # the control: by a certificate that is trusted it works
        accepted = await judge_at(fake.url).judge(program())
    assert refused.verdict is Verdict.IE and "certificate" in refused.message
    assert accepted.verdict is Verdict.AC


def _certificate(folder: Path) -> Path:
    """Signed by itself, for 127.0.0.1, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "judge")])
    began = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=1)
    alternatives = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    made = (
        x509.CertificateBuilder(issuer_name=name, subject_name=name, public_key=key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(began)
        .not_valid_after(began + datetime.timedelta(days=2))
        .add_extension(alternatives, critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "certificate.pem"
    kind, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path.write_bytes(made.public_bytes(kind) + key.private_bytes(kind, form, serialization.NoEncryption()))
    return path
