"""A language model's server for tests: real HTTP on loopback, every reply written down beforehand.

It speaks what the SDK expects (server-sent events) and can misbehave in each way that servers do. What is asked is
told apart by the system prompt, so that each kind of call has a script of its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import json
import re
import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from viva.ai.engines.llm.prompts import load_prompt, prompt_names

MODEL = "scripted-model-1"
KEY = "sk-test-0123456789-very-secret"


@dataclass(frozen=True)
class Says:
    """A good reply: `pieces`, else its words, `pause` seconds apart; after the first only once `gate` is set."""

    text: str
    pieces: tuple[str, ...] = ()
    usage: tuple[int, int] | None = (100, 20)
    model: str = MODEL
    finish: str | None = "stop"
    pause: float = 0.0
    gate: threading.Event | None = None


@dataclass(frozen=True)
class Status:
    """A refusal by status. The body repeats the key, as some servers do."""

    code: int
    message: str = f"no: {KEY}"
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Cut:
    """The connection ends amid the reply."""

    text: str = "Thank you, that was"


@dataclass(frozen=True)
class Raw:
    """These bytes as the stream, and its end."""

    data: bytes


class Hang:
    """The request is taken, and nothing comes."""


class Refuses:
    """A refusal by the protocol's own field."""


Behaviour = Says | Status | Cut | Raw | Hang | Refuses
Brain = Callable[[dict[str, Any]], Behaviour]


@dataclass
class Asked:
    kind: str
    body: dict[str, Any]
    headers: dict[str, str]

    @property
    def text(self) -> str:
        return "\n".join(message["content"] for message in self.body["messages"])


@dataclass
class ModelServer:
    """`script(kind, …)` queues what the next requests of a kind get; then `always`, then the `brains`' word."""

    url: str = ""
    asked: list[Asked] = field(default_factory=list)
    brains: dict[str, Brain] = field(default_factory=dict)
    always: dict[str, Behaviour] = field(default_factory=dict)
    knows: Callable[[dict[str, Any]], Behaviour | None] = lambda body: None
    _queues: dict[str, deque[Behaviour]] = field(default_factory=lambda: defaultdict(deque))
    open: int = 0
    most_open: int = 0

    def script(self, kind: str, *behaviours: Behaviour) -> None:
        self._queues[kind].extend(behaviours)

    def requests(self, kind: str) -> list[Asked]:
        return [each for each in self.asked if each.kind == kind]

    def behaviour(self, asked: Asked) -> Behaviour:
        if (refused := self.knows(asked.body)) is not None:
            return refused
        if queue := self._queues[asked.kind]:
            return queue.popleft()
        always = self.always.get(asked.kind) or self.always.get("*")
        return always or self.brains.get(asked.kind, BRAINS[asked.kind])(asked.body)

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while (request := await _read(reader)) is not None:
                self.open += 1
                self.most_open = max(self.most_open, self.open)
                try:
                    self.asked.append(request)
                    await _answer(reader, writer, self.behaviour(request))
                finally:
                    self.open -= 1
        writer.close()


async def _read(reader: asyncio.StreamReader) -> Asked | None:
    head = await reader.readuntil(b"\r\n\r\n")
    lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
    body = json.loads(await reader.readexactly(int(headers.get("content-length", "0"))))
    return Asked(kind_of(body), body, headers)


def kind_of(body: dict[str, Any]) -> str:
    system = body["messages"][0]["content"]
    return next(name for name in prompt_names() if load_prompt(name).text == system)


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, behaviour: Behaviour) -> None:
    match behaviour:
        case Hang():
            await reader.read()  # until the client gives it up
            raise ConnectionError
        case Status():
            body = json.dumps({"error": {"message": behaviour.message, "type": "scripted"}}).encode()
            more = "".join(f"{name}: {value}\r\n" for name, value in behaviour.headers)
            head = f"HTTP/1.1 {behaviour.code} Said\r\ncontent-type: application/json\r\n{more}"
            writer.write(f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
            await writer.drain()
        case _:
            await _stream(writer, behaviour)


async def _stream(writer: asyncio.StreamWriter, behaviour: Behaviour) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
    match behaviour:
        case Says():
            pieces = behaviour.pieces or tuple(re.findall(r"\s*\S+\s*", behaviour.text))
            for piece in pieces:
                await _send(writer, _chunk(behaviour.model, {"content": piece}))
                await asyncio.sleep(behaviour.pause)
                if behaviour.gate:
                    await asyncio.to_thread(behaviour.gate.wait, 120)
            if behaviour.finish:
                await _send(writer, _chunk(behaviour.model, {}, finish=behaviour.finish))
            if behaviour.usage:
                await _send(writer, _chunk(behaviour.model, None, usage=behaviour.usage))
            await _send(writer, "[DONE]")
        case Refuses():
            await _send(writer, _chunk(MODEL, {"refusal": "I will not."}))
            await _send(writer, _chunk(MODEL, {}, finish="stop"))
        case Cut():
            await _send(writer, _chunk(MODEL, {"content": behaviour.text}))
            raise ConnectionError  # closed amid the chunks
        case Raw():
            writer.write(f"{len(behaviour.data):x}\r\n".encode() + behaviour.data + b"\r\n")
    writer.write(b"0\r\n\r\n")
    await writer.drain()


async def _send(writer: asyncio.StreamWriter, data: str) -> None:
    event = f"data: {data}\n\n".encode()
    writer.write(f"{len(event):x}\r\n".encode() + event + b"\r\n")
    await writer.drain()


def _chunk(
    model: str, delta: dict[str, Any] | None, *, finish: str | None = None, usage: tuple[int, int] | None = None
) -> str:
    choices = [] if delta is None else [{"index": 0, "delta": delta, "finish_reason": finish}]
    chunk: dict[str, Any] = {"id": "c", "object": "chat.completion.chunk", "created": 1, "model": model}
    chunk["choices"] = choices
    if usage:
        chunk["usage"] = {"prompt_tokens": usage[0], "completion_tokens": usage[1]}
    return json.dumps(chunk)


def asked_of(body: dict[str, Any]) -> str:
    return "\n".join(message["content"] for message in body["messages"][1:])


def criteria_in(body: dict[str, Any]) -> list[str]:
    listed = asked_of(body).partition("The criteria, by id:\n")[2]
    return re.findall(r"^- ([\w-]+): ", listed, re.MULTILINE)


def answers_in(body: dict[str, Any]) -> list[str]:
    fenced = re.findall(r"<answer (\w+)>\n(.*?)\n</answer \1>", asked_of(body), re.DOTALL)
    return [text for _, text in fenced]


def judgement(
    criteria: dict[str, tuple[str, str]], *, feedback: str = "You named what matters. Go deeper next time."
) -> str:
    """A judgement as JSON: by criterion how far it is met, and the quote."""
    listed = [{"id": name, "met": met, "quote": quote} for name, (met, quote) in criteria.items()]
    return json.dumps({"criteria": listed, "clarity": "high", "relevance": "high", "feedback": feedback})


def fair_judge(body: dict[str, Any]) -> Behaviour:
    """Finds each criterion partly met by the answer's first words."""
    words = " ".join((answers_in(body) or [""])[0].split()[:8])
    return Says(judgement(dict.fromkeys(criteria_in(body), ("partly", words))))


def _plan(body: dict[str, Any]) -> Behaviour:
    count = int(re.search(r"Write (\d+) questions", asked_of(body)).group(1))
    return Says(json.dumps({"questions": [drafted(number) for number in range(count)]}))


def _talk(body: dict[str, Any]) -> Behaviour:
    facts = dict(re.findall(r"^(minutes|total): (\d+)$", asked_of(body), re.MULTILINE))
    if facts:
        return Says(f"Welcome, I am Viva. We have {facts['minutes']} minutes for {facts['total']} questions.")
    return Says("Thank you, that was good of you to say. Goodbye." if "is over" in asked_of(body) else THANKS)


THANKS = "Thank you for telling me about that."
TOPICS = ("caching layers", "database indexes", "message queues", "retry budgets", "feature flags", "archives")


def drafted(number: int) -> dict[str, Any]:
    topic = TOPICS[number % len(TOPICS)] + ("" if number < len(TOPICS) else f" {number}")
    return {
        "text": f"How would you introduce {topic} in a system that grows quickly?",
        "expected_answer": f"Begin small with {topic}, measure, name the costs, and plan how to take it back.",
        "key_points": [
            {"id": "measure", "text": f"Measures before and after introducing {topic}.", "weight": 1},
            {"id": "cost", "text": f"Names what {topic} costs in operation.", "weight": 1.5},
        ],
        "follow_ups": [{"key_point": "cost", "text": "What would you pay for that?"}],
        "hints": ["Think of what could go wrong.", "Think of what it costs."],
        "clarification": f"Tell me how you would go about {topic}.",
        "skills": ["architecture"],
    }


FEEDBACK = {
    "overall_feedback": "You answered calmly and named what matters most. Begin with the topics that stayed open.",
    **{key: [] for key in ("strengths", "weaknesses")},
    "recommendations": ["Write down one trade-off a day.", "Explain an index to a friend.", "Measure one query."],
}

BRAINS: dict[str, Brain] = {
    "probe": lambda body: Says('{"ready": true, "word": "viva"}'),
    "say": lambda body: _talk(body),
    "judge": fair_judge,
    "sceptic": lambda body: Says(json.dumps({"claims": []})),
    "plan": _plan,
    "conclude": lambda body: Says(json.dumps(FEEDBACK)),
}


@contextlib.contextmanager
def model_server() -> Iterator[ModelServer]:
    """Serves from a thread with a loop of its own, so that any process and loop can ask it."""
    importlib.import_module("openai")  # takes a second, and no test's deadline should hold it
    server = ModelServer()
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def listen() -> asyncio.Server:
        return await asyncio.start_server(server.take, "127.0.0.1", 0, limit=2**22)

    listening = asyncio.run_coroutine_threadsafe(listen(), loop).result(10)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/v1"
    try:
        yield server
    finally:
        asyncio.run_coroutine_threadsafe(_end(listening), loop).result(10)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()


async def _end(listening: asyncio.Server) -> None:
    listening.close()
    for task in (tasks := asyncio.all_tasks() - {asyncio.current_task()}):
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
