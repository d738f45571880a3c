"""One request to the server, streamed. The SDK is imported when the first one is made."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from viva.ai.engines.base import Heard
from viva.ai.engines.llm.config import ModelConfig
from viva.ai.engines.llm.dialect import Dialect, Json
from viva.ai.engines.llm.failures import Cause, ModelFailure, Refusal, of_status
from viva.ai.engines.llm.letters import letters_of
from viva.ai.engines.llm.thoughts import Thoughts

NO_KEY = "none"  # the SDK insists on one; servers without keys do not look
CONNECT_SECONDS = 5.0
MOST_COUNTED = 10_000_000
"""Tokens of one request; a server that reports more is not believed, and no database would hold any number."""


@dataclass(frozen=True, slots=True)
class Message:
    role: str
    content: str


@dataclass(frozen=True, slots=True)
class Ask:
    """`schema` (name, JSON schema): JSON is wanted. A reply longer than `most_letters` is broken off."""

    messages: tuple[Message, ...]
    max_tokens: int
    temperature: float
    seed: int | None = None
    schema: tuple[str, dict[str, Any]] | None = None
    most_letters: int = 24_000

    @property
    def letters(self) -> int:
        return sum(len(each.content) for each in self.messages) + (1_000 if self.schema else 0)


@dataclass(frozen=True, slots=True)
class Reply:
    """Token counts are None where the server reported none; `model` is what the server says answered."""

    text: str
    model: str
    finish: str
    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    first_ms: int | None = None


class RefusedError(ModelFailure):
    """The server does not take the request as it is; `refusal` may say what of it."""

    def __init__(self, failure: ModelFailure, refusal: Refusal) -> None:
        super().__init__(failure.cause, status=failure.status, retry_after=failure.retry_after)
        self.refusal = refusal


@dataclass(slots=True)
class _Heap:
    """What has come of a reply so far."""

    began: bool = False  # the server has taken the request
    parts: list[str] = field(default_factory=list)
    letters: int = 0
    model: str = ""
    finish: str = ""
    refused: bool = False
    usage: tuple[int, int] | None = None
    first_ms: int | None = None


class Client:
    """Lives on one event loop, as the SDK's connections do."""

    def __init__(self, config: ModelConfig) -> None:
        self._config = config
        self._sdk: Any = None
        self._opening = asyncio.Lock()

    async def send(self, ask: Ask, dialect: Dialect, *, heard: Heard | None = None) -> Reply:
        """Raises ModelFailure, whatever comes of it. It has no deadline of its own but for connecting."""
        sdk = await self._opened()
        started, heap, thoughts = time.monotonic(), _Heap(), Thoughts()
        async with _failures(heap):
            stream = await sdk.chat.completions.create(**wire(ask, dialect, self._config.model))
            heap.began = True
            async with stream:
                async for chunk in stream:
                    piece = thoughts.without(letters_of(_take(heap, chunk)))
                    if not piece:
                        continue
                    if heap.first_ms is None:
                        heap.first_ms = round(1000 * (time.monotonic() - started))
                    heap.parts.append(piece)
                    heap.letters += len(piece)
                    if heap.letters > ask.most_letters:
                        raise ModelFailure(Cause.TOO_LONG)
                    if heard:
                        await heard(piece)
        return _reply(heap)

    async def close(self) -> None:
        if self._sdk is not None:
            await self._sdk.close()

    async def _opened(self) -> Any:
        async with self._opening:
            if self._sdk is None:
                sdk = await asyncio.to_thread(_import_sdk)
                self._sdk = sdk.AsyncOpenAI(
                    base_url=self._config.base_url,
                    api_key=self._config.api_key.reveal() or NO_KEY,
                    max_retries=0,
                    timeout=sdk.Timeout(None, connect=CONNECT_SECONDS),
                    organization="",
                    project="",
                    # The address is the operator's choice: where it points to is not, and would get key and words.
                    http_client=sdk.DefaultAsyncHttpxClient(follow_redirects=False, verify=_trust()),
                )
        return self._sdk


def _import_sdk() -> Any:
    """It takes most of a second. Its loggers tell of addresses and, at DEBUG, of what is said: silenced."""
    import openai

    for name in ("openai", "httpx", "httpcore", "httpx2", "httpcore2"):
        logging.getLogger(name).setLevel(logging.WARNING)
    return openai


@cache
def _trust() -> Any:
    """Whom to trust on the way, read once: reading the certificates takes 40 ms, on the event loop."""
    import httpx2

    return httpx2.create_ssl_context()


def wire(ask: Ask, dialect: Dialect, model: str) -> dict[str, Any]:
    """The request's fields, as far as the server knows them."""
    fields: dict[str, Any] = {
        "model": model,
        "messages": [{"role": each.role, "content": each.content} for each in ask.messages],
        "stream": True,
    }
    if dialect.usage:
        fields["stream_options"] = {"include_usage": True}
    if dialect.limit:
        fields[dialect.limit] = ask.max_tokens
    if dialect.temperature:
        fields["temperature"] = ask.temperature
    if dialect.seed and ask.seed is not None:
        fields["seed"] = ask.seed
    if ask.schema and dialect.json is Json.SCHEMA:
        name, schema = ask.schema
        fields["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": name, "schema": schema, "strict": True},
        }
    elif ask.schema and dialect.json is Json.NESTED:
        fields["response_format"] = {"type": "json_object", "schema": ask.schema[1]}
    elif ask.schema and dialect.json is Json.OBJECT:
        fields["response_format"] = {"type": "json_object"}
    return fields


def _take(heap: _Heap, chunk: Any) -> str:
    """The chunk's words. A server may send anything: what is missing or of another form is passed over."""
    if isinstance(model := getattr(chunk, "model", None), str):
        heap.model = heap.model or letters_of(model)[:120]
    usage = getattr(chunk, "usage", None)
    counts = (getattr(usage, "prompt_tokens", None), getattr(usage, "completion_tokens", None))
    if all(isinstance(each, int) and 0 <= each <= MOST_COUNTED for each in counts):
        heap.usage = (int(counts[0] or 0), int(counts[1] or 0))
    choices = getattr(chunk, "choices", None)
    choice = choices[0] if isinstance(choices, list) and choices else None
    if isinstance(finish := getattr(choice, "finish_reason", None), str):
        heap.finish = finish
    delta = getattr(choice, "delta", None)
    heap.refused |= bool(getattr(delta, "refusal", None)) or heap.finish == "content_filter"
    words = getattr(delta, "content", None)
    return words if isinstance(words, str) else ""


def _reply(heap: _Heap) -> Reply:
    text = "".join(heap.parts).strip()
    if heap.refused:
        raise ModelFailure(Cause.REFUSED)
    if not heap.finish:
        raise ModelFailure(Cause.CUT_OFF)
    if not text:
        raise ModelFailure(Cause.EMPTY)
    prompt, completion = heap.usage or (None, None)
    return Reply(text, heap.model, heap.finish, prompt, completion, heap.first_ms)


@contextlib.asynccontextmanager
async def _failures(heap: _Heap) -> AsyncIterator[None]:
    """The SDK's errors as ours. They hold the request with its key, so none is chained or repeated."""
    import httpx2
    import openai

    try:
        yield
    except openai.APIStatusError as error:
        failure = of_status(error.status_code, retry_after=error.response.headers.get("retry-after"))
        raise RefusedError(failure, Refusal(error.status_code, str(error.message)[:2_000])) from None
    except (openai.APITimeoutError, openai.APIConnectionError):
        raise ModelFailure(Cause.CUT_OFF if heap.began else Cause.UNREACHABLE) from None
    except openai.APIError:  # an error sent amid the stream
        raise ModelFailure(Cause.SERVER_ERROR) from None
    except httpx2.HTTPError:
        raise ModelFailure(Cause.CUT_OFF) from None
    except (openai.OpenAIError, ValueError, TypeError, AttributeError, LookupError, RecursionError):
        raise ModelFailure(Cause.MALFORMED) from None
