"""The spoken interview: how soon the interviewer answers, how rarely it cuts in, how many words are heard wrong.

The ends of answers are found on the clock of the sound, so neither the machine nor what else it does matters
there; turns are timed on the real server. Where quickness and patience conflict, patience has been chosen.
"""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.outcome import Outcome, Ratio, percentile, spread, spread_line
from benchmarks.voices.answers import Part, interviews
from benchmarks.voices.endings import Answer, Found, bare, listen_to, polished
from benchmarks.voices.errors import lacks, recognisers, word_errors
from benchmarks.voices.sound import Voice, installed, said
from benchmarks.voices.visit import ANSWER, Turns, visit
from tests.server import Server
from tests.speech.speech_server import speech_server

SEED = 8  # not one of those by which the constants were chosen
TALKERS, ANSWERS = 12, 8
GUESTS = 24
TEXTS, SHORTEST_TEXT = 36, 6  # for the recognisers; words
MOST_CUT = 2.0
FINISHED_P95, AUTOMATIC_P50, AUTOMATIC_P95 = 300.0, 500.0, 900.0
BEFORE_MS = 700


@dataclass(frozen=True, slots=True)
class Ends:
    """With words as said, as whisper writes them, and as it was before candidates' own pauses counted."""

    bare: Found
    polished: Found
    fixed: Found


def measure() -> Outcome:
    voices = installed()
    if not voices:
        return Outcome("speech", (), ("NOT RUN: no flite and no espeak-ng",), {"not_run": "no voice"})
    wanted = interviews(SEED, count=TALKERS, answers=ANSWERS)
    heard = asyncio.run(_spoken(voices, wanted))
    ends = Ends(listen_to(heard, bare), listen_to(heard, polished), listen_to(heard, bare, fixed=BEFORE_MS))
    errors = asyncio.run(_errors(voices, wanted))
    return _judge(ends, asyncio.run(_turns(voices)), errors, [voice.name for voice in voices])


async def _spoken(voices: list[Voice], wanted: list[list[list[Part]]]) -> list[list[Answer]]:
    return [
        [await _answer(voices[number % len(voices)], parts) for parts in answers]
        for number, answers in enumerate(wanted)
    ]


async def _answer(voice: Voice, parts: list[Part]) -> Answer:
    answer = Answer()
    for part in parts:
        answer.say(part.text, await said(voice, bare(part.text)), pause=part.pause)
    return answer


async def _errors(voices: list[Voice], wanted: list[list[list[Part]]]) -> dict[str, Any]:
    """Of each engine a line for a person and, where it was measured, words wrong and words said by each voice."""
    texts = [bare(part.text) for answers in wanted for parts in answers for part in parts]
    texts = [text for text in texts if len(text.split()) >= SHORTEST_TEXT and text.replace(" ", "").isalpha()]
    sounds = [(text, await said(voices[at % len(voices)], text)) for at, text in enumerate(texts[:TEXTS])]
    found: dict[str, Any] = {}
    for recogniser in recognisers():
        if reason := lacks(recogniser):
            found[recogniser.name] = {"not_run": reason}
            continue
        counts = await word_errors(recogniser, sounds)
        found[recogniser.name] = {
            voice.name: [sum(column) for column in zip(*counts[at :: len(voices)], strict=True)]
            for at, voice in enumerate(voices)
        }
    return found


async def _turns(voices: list[Voice]) -> Turns:
    sound = await said(voices[0], bare(ANSWER))
    with tempfile.TemporaryDirectory(prefix="viva-bench-", ignore_cleanup_errors=True) as name:
        async with speech_server() as recogniser:
            recogniser.content_type = "application/json"
            server = Server(Path(name), VIVA_LISTEN="endpoint", VIVA_LISTEN_URL=recogniser.url)
            try:
                await asyncio.to_thread(server.start, timeout=180.0)
                return await visit(server, recogniser, sound=sound, guests=GUESTS)
            finally:
                await asyncio.to_thread(server.stop)


def _judge(ends: Ends, turns: Turns, errors: dict[str, Any], voices: list[str]) -> Outcome:
    spreads = {
        "planned question": spread(turns.planned),
        "reply to an answer": spread(turns.answers),
        "the words alone": spread(turns.words),
        "an answer's end": spread(ends.bare.waits),
        "end, fillers not heard": spread(ends.polished.waits),
        f"end, {BEFORE_MS} ms for all": spread(ends.fixed.waits),
    }
    automatic = {
        share: percentile(ends.bare.waits, share) + percentile(turns.answers, share) for share in (0.5, 0.95)
    }
    ratios = (
        Ratio("pauses inside answers cut", ends.bare.cut_percent, MOST_CUT, "% "),
        Ratio("the same, fillers not heard", ends.polished.cut_percent, MOST_CUT, "% "),
        Ratio(
            "I'm finished to sound, planned question p95", spreads["planned question"]["p95"], FINISHED_P95, "ms "
        ),
        Ratio(
            "I'm finished to sound, reply to an answer p95",
            spreads["reply to an answer"]["p95"],
            FINISHED_P95,
            "ms ",
        ),
        Ratio("end of speech to sound by itself, p50", automatic[0.5], AUTOMATIC_P50, "ms "),
        Ratio("end of speech to sound by itself, p95", automatic[0.95], AUTOMATIC_P95, "ms "),
        Ratio("errors", float(len(turns.complaints)), 0.0),
    )
    lines = (
        *(spread_line(name, figures) for name, figures in spreads.items()),
        f"pauses cut: {_cut(ends.bare)}; fillers not heard: {_cut(ends.polished)}",
        f"pauses cut with {BEFORE_MS} ms for all: {_cut(ends.fixed)}",
        *(f"words wrong, {_wrong(name, told)}" for name, told in errors.items()),
        *(f"error: {line}" for line in turns.complaints[:10]),
    )
    return Outcome("speech", ratios, lines, _figures(ends, turns, spreads) | {"words": errors, "voices": voices})


def _cut(found: Found) -> str:
    return f"{len(found.cut)} of {found.pauses}"


def _wrong(name: str, told: dict[str, Any]) -> str:
    if "not_run" in told:
        return f"{name}: NOT RUN, {told['not_run']}"
    wrong, words = (sum(column) for column in zip(*told.values(), strict=True))
    by_voice = ", ".join(f"{voice} {100 * each[0] / each[1]:.0f}" for voice, each in told.items())
    return f"{name}: {100 * wrong / words:.1f} % of {words} ({by_voice})"


def _figures(ends: Ends, turns: Turns, spreads: dict[str, dict[str, float]]) -> dict[str, Any]:
    found = {"bare": ends.bare, "polished": ends.polished, f"fixed_{BEFORE_MS}": ends.fixed}
    return {
        "ms": spreads,
        "ends_ms": {name: sorted(round(each) for each in one.waits) for name, one in found.items()},
        "cut_ms": {name: sorted(round(each) for each in one.cut) for name, one in found.items()},
        "pauses": ends.bare.pauses,
        "turns_ms": {
            "planned": sorted(round(each, 1) for each in turns.planned),
            "answers": sorted(round(each, 1) for each in turns.answers),
        },
        "complaints": turns.complaints,
    }
