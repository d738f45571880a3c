"""What a client may send: the frames of docs/room-protocol.md, checked field by field."""

from __future__ import annotations

import json
import uuid
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError

from viva.live.edits import LARGEST_BUFFER
from viva.live.errors import BadFrame, TooLarge

LARGEST_FRAME = 128 * 1024  # characters
LONGEST_MESSAGE = 8_000
LARGEST_SOURCE = 64 * 1024
LONGEST_INPUT = 8_000
MOST_CHANGES = 2_000
LONGEST_DETAIL = 300
_LARGEST_NUMBER = 2**53  # what a JavaScript number holds exactly


def _storable(text: str) -> str:
    """Without NUL, which PostgreSQL does not store, and without lone surrogates; the UTF-16 length is kept."""
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\x00", "\ufffd")


Count = Annotated[int, Field(ge=0, le=_LARGEST_NUMBER, strict=True)]
Words = Annotated[str, AfterValidator(_storable)]
LanguageName = Annotated[str, Field(max_length=16, pattern=r"^[a-z0-9+#-]*$")]


class _Frame(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Hello(_Frame):
    type: Literal["hello"]
    last: Count = 0
    tab: str = Field(default="", max_length=64)


class Spoken(_Frame):
    """Words that were written down by a recogniser, the server's or the browser's; `seen`: their speaker has had
    them to mend before sending."""

    stream: uuid.UUID
    turn: Count
    seen: bool
    by: Literal["server", "browser"] = "server"


class SendMessage(_Frame):
    type: Literal["message"]
    id: uuid.UUID
    text: Annotated[Words, StringConstraints(max_length=LONGEST_MESSAGE, min_length=1)]
    spoken: Spoken | None = None


class AskHint(_Frame):
    type: Literal["hint"]
    id: uuid.UUID


class SendCode(_Frame):
    """`language` empty: the one chosen for the question."""

    type: Literal["run", "submit"]
    id: uuid.UUID
    question: Count
    language: LanguageName = ""
    source: Annotated[Words, StringConstraints(max_length=LARGEST_SOURCE)]


class SendTry(_Frame):
    """Code with arguments of the candidate's own, as JSON."""

    type: Literal["try"]
    id: uuid.UUID
    question: Count
    language: LanguageName = ""
    source: Annotated[Words, StringConstraints(max_length=LARGEST_SOURCE)]
    input: Annotated[Words, StringConstraints(max_length=LONGEST_INPUT)]


class ChooseLanguage(_Frame):
    type: Literal["language"]
    question: Count
    language: Annotated[LanguageName, Field(min_length=1)]


class Stop(_Frame):
    """Give up the code that waits or runs."""

    type: Literal["stop"]


class SendEdits(_Frame):
    type: Literal["edits"]
    question: Count
    language: LanguageName = ""
    seq: Annotated[Count, Field(ge=1)]
    changes: list[tuple[Count, Count, Count, Words]] = Field(max_length=MOST_CHANGES)
    length: Annotated[Count, Field(le=LARGEST_BUFFER)]


class SendDraft(_Frame):
    type: Literal["draft"]
    seq: Annotated[Count, Field(ge=1)]
    text: Annotated[Words, StringConstraints(max_length=LONGEST_MESSAGE)]


class Listen(_Frame):
    """The microphone's stream is open, or open again; `first` is the oldest frame that the page still has."""

    type: Literal["listen"]
    stream: uuid.UUID
    first: Annotated[Count, Field(lt=2**32)] = 0


class Finished(_Frame):
    """*I'm finished*, by a button; `drop`: what was said of the turn is not wanted (it is typed, or mended)."""

    type: Literal["finished"]
    stream: uuid.UUID
    drop: bool = False


class Ping(_Frame):
    """`t` is sent back, so it is only what can be: a finite number or a short text."""

    type: Literal["ping"]
    t: (
        Annotated[float, Field(allow_inf_nan=False)] | int | bool | Annotated[Words, Field(max_length=100)] | None
    ) = None


ClientFrame = (
    Hello
    | SendMessage
    | AskHint
    | SendCode
    | SendTry
    | ChooseLanguage
    | Stop
    | SendEdits
    | SendDraft
    | Listen
    | Finished
    | Ping
)
_ADAPTER: TypeAdapter[ClientFrame] = TypeAdapter(Annotated[ClientFrame, Field(discriminator="type")])


def parse_frame(text: str) -> ClientFrame:
    """The frame, or BadFrame / TooLarge with a detail that names the field; `client_id_of` finds its id."""
    if len(text) > LARGEST_FRAME:
        raise TooLarge(f"A frame may have {LARGEST_FRAME} characters; this one has {len(text)}.")
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        raise BadFrame("This is not JSON.", code="bad_json") from None
    if not isinstance(data, dict):
        raise BadFrame("A frame is a JSON object with a type.")
    try:
        return _ADAPTER.validate_python(data)
    except ValidationError as error:
        raise _explained(error) from None


def client_id_of(text: str) -> str | None:
    """The `id` in a frame that was refused, so that the client knows which; None if there is none."""
    if len(text) > LARGEST_FRAME:
        return None
    try:
        data = json.loads(text)
        return str(uuid.UUID(str(data["id"])))
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def _explained(error: ValidationError) -> BadFrame | TooLarge:
    first = error.errors(include_input=False, include_url=False, include_context=False)[0]
    field = ".".join(str(part) for part in first["loc"][1:]) or "type"
    detail = _storable(f"{field}: {first['msg']}")[:LONGEST_DETAIL]
    if first["type"] in {"string_too_long", "too_long"}:
        return TooLarge(detail)
    return BadFrame(detail)
