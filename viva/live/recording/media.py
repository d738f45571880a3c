"""What browsers record into, and how the first bytes of each tell it apart."""

from __future__ import annotations

from viva.live.models.recording import Container, PartKind

_EBML = b"\x1a\x45\xdf\xa3"  # RFC 8794, section 11.2.1
_DOCTYPE = b"\x42\x82"  # the element that follows with "webm" or "matroska"
HEAD = 64  # bytes that are enough to tell


def read_type(given: str) -> tuple[PartKind, Container] | None:
    """Of a recorder's MIME type, as `audio/webm;codecs=opus`; None for what is not taken."""
    kind, _slash, rest = given.strip().lower().partition("/")
    container = rest.partition(";")[0].strip()
    if kind not in PartKind.values or container not in Container.values:
        return None
    return PartKind(kind), Container(container)


def container_of(head: bytes) -> Container | None:
    """By the first bytes of a stream; None where they are of no container that is taken."""
    if head.startswith(_EBML):
        told = head[:HEAD].partition(_DOCTYPE)[2]
        return Container.WEBM if told[1:].startswith((b"webm", b"matroska")) else None
    if head.startswith(b"OggS"):
        return Container.OGG
    return Container.MP4 if head[4:8] == b"ftyp" else None


def content_type(kind: str, container: str) -> str:
    return f"{kind}/{container}"
