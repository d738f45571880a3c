"""One candidate's turns: fed with frames in order and with what pieces of them turned out to say.

A pure machine: it waits for nothing and knows no clock but the number of frames it was given. What it finds it
gives as events: pieces to be written down, the end of an answer, a silence, an interruption.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from viva.speech.stt.base import Transcript, joined
from viva.speech.turns.activity import Activity
from viva.speech.turns.frames import FRAME_MS, Frame
from viva.speech.turns.patience import QUICK_MS, Patience

PIECE_SILENCE_MS = 260
"""Between words of one sentence there is less: here a piece ends and is written down while its speaker goes on."""
CUT_MS = 1_500
"""Who begins again so soon after the end of an answer had not ended it."""
NUDGE_MS = 25_000
BARGE_MS = 500
"""Of speech over the interviewer's voice; "mm-hm" is shorter."""
BARGE_WINDOW_MS = 1_000
ECHO_MS = 400
"""So long after the page has played it the interviewer's voice may still come back: loudspeakers are late, those
without a wire by 300 ms."""
BEFORE_MS = 240
"""Of sound before the first loud frame: a word begins softly."""
LONGEST_PIECE_MS = 15_000
SHORTEST_PIECE_MS = 120


@dataclass(frozen=True, slots=True)
class Piece:
    """Sound between two pauses, to be written down. `number` counts from 0 in its turn."""

    turn: int
    number: int
    pcm: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Began:
    """The candidate has begun to speak."""

    turn: int


@dataclass(frozen=True, slots=True)
class Ended:
    """The answer is over: what was heard, of `missing` pieces nothing could be written down."""

    turn: int
    transcript: Transcript
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Interrupted:
    """The candidate speaks over the interviewer, and means it."""


@dataclass(frozen=True, slots=True)
class Silent:
    """Nothing has been said for NUDGE_MS of somebody's turn."""


Event = Piece | Began | Ended | Interrupted | Silent


class Listener:
    """`feed` takes frames in order, `heard` the words of a piece, in any order; both give what follows from it.

    `learned`: how long this candidate is waited for, from what was heard of them before.
    """

    def __init__(self, learned: Patience | None = None) -> None:
        self.turn = 0
        self.learned = learned or Patience()
        self._nudge_ms = round(NUDGE_MS * self.learned.times / FRAME_MS) * FRAME_MS
        self._activity = Activity()
        self._before: list[bytes] = []
        self._piece: list[bytes] = []
        self._given = self._voiced = 0
        self._texts: dict[int, Transcript | None] = {}
        self._quiet_ms = 0
        self._still_ms = 0
        self._speaking = False
        self._finishing = False
        self._over_voice: list[bool] = []
        self._ended_after_ms = self._since_end_ms = 0
        self._since_voice_ms = ECHO_MS

    @property
    def begun(self) -> bool:
        return self._speaking or bool(self._piece) or self._given > 0

    @property
    def transcript(self) -> Transcript:
        """What has been written down so far of the turn, in the order in which it was said."""
        return joined([text for _, text in sorted(self._texts.items()) if text is not None])

    def feed(self, frame: Frame) -> list[Event]:
        self._since_end_ms += FRAME_MS
        self._since_voice_ms = 0 if frame.voice else self._since_voice_ms + FRAME_MS
        speech = self._activity.is_speech(frame.pcm, voice=self._since_voice_ms <= ECHO_MS)
        if frame.voice:
            return self._over_the_voice(frame, speech=speech)
        self._over_voice.clear()
        return self._speech(frame.pcm) if speech else self._silence(frame.pcm)

    def heard(self, piece: Piece, transcript: Transcript | None) -> list[Event]:
        """None: it could not be written down."""
        if piece.turn == self.turn:
            self._texts[piece.number] = transcript
        return self._end_if_over()

    def finish(self) -> list[Event]:
        """*I'm finished*: nothing more is waited for than the words of what was said."""
        events: list[Event] = self._cut() if self._piece else []
        self._finishing, self._speaking = self.begun, False
        return [*events, *self._end_if_over()]

    def forget(self) -> None:
        """The answer was sent in another way, or the microphone is off: what was said of it is dropped."""
        self._ended_after_ms = 0
        self._next_turn()

    def _speech(self, pcm: bytes) -> list[Event]:
        events: list[Event] = [] if self.begun else [Began(self.turn)]
        if not self._speaking:
            self._learn()
            self._piece += self._before
            self._before = []
        self._speaking, self._finishing = True, False
        self._quiet_ms = self._still_ms = 0
        self._voiced += 1
        self._piece.append(pcm)
        if len(self._piece) * FRAME_MS >= LONGEST_PIECE_MS:
            events += self._cut()
        return events

    def _learn(self) -> None:
        """A pause after which somebody goes on, be it that it was taken for the end."""
        if self._given and self._quiet_ms:
            self.learned.went_on_after(self._quiet_ms)
        elif self._ended_after_ms and self._since_end_ms <= CUT_MS:
            self.learned.went_on_after(self._ended_after_ms + self._since_end_ms)
        self._ended_after_ms = 0

    def _silence(self, pcm: bytes) -> list[Event]:
        self._quiet_ms += FRAME_MS
        events: list[Event] = []
        if self._speaking:
            self._piece.append(pcm)
            if self._quiet_ms >= PIECE_SILENCE_MS:
                events += self._cut()
                self._speaking = False
        else:
            self._keep_before(pcm)
        if not self.begun:
            return [*events, *self._nudge()]
        return [*events, *self._end_if_over()]

    def _keep_before(self, pcm: bytes) -> None:
        self._before.append(pcm)
        del self._before[: -BEFORE_MS // FRAME_MS]

    def _cut(self) -> list[Event]:
        pcm, self._piece = b"".join(self._piece), []
        voiced, self._voiced = self._voiced, 0
        if voiced * FRAME_MS < SHORTEST_PIECE_MS:
            return []  # a click
        piece = Piece(self.turn, self._given, pcm)
        self._given += 1
        return [piece]

    def _end_if_over(self) -> list[Event]:
        if not self.begun or self._speaking or not self._is_over():
            return []
        transcript = self.transcript
        missing = sum(1 for text in self._texts.values() if text is None)
        turn, after_ms = self.turn, 0 if self._finishing else self._quiet_ms
        self._next_turn()
        if not transcript.text and not missing:
            return []  # a cough, a chair: nobody's turn
        self._ended_after_ms, self._since_end_ms = after_ms, 0
        return [Ended(turn, transcript, missing)]

    def _is_over(self) -> bool:
        known = len(self._texts) == self._given
        if self._finishing:
            return known
        if not known or self._quiet_ms < QUICK_MS:
            return False
        return self._quiet_ms >= self.learned.ms(self.transcript)

    def _next_turn(self) -> None:
        self.turn += 1
        self._piece, self._texts = [], {}
        self._given = self._voiced = 0
        self._quiet_ms = self._still_ms = 0
        self._speaking = self._finishing = False

    def _nudge(self) -> list[Event]:
        """Once in a silence."""
        self._still_ms += FRAME_MS
        return [Silent()] if self._still_ms == self._nudge_ms else []

    def _over_the_voice(self, frame: Frame, *, speech: bool) -> list[Event]:
        """An echo of the interviewer, a nod, or an interruption; kept in case it is that."""
        self._still_ms = 0
        self._over_voice.append(speech)
        del self._over_voice[: -BARGE_WINDOW_MS // FRAME_MS]
        self._before.append(frame.pcm)
        del self._before[: -(BARGE_WINDOW_MS + BEFORE_MS) // FRAME_MS]
        if sum(self._over_voice) * FRAME_MS < BARGE_MS:
            return []
        self._over_voice.clear()
        return [Interrupted(), *self._speech(self._before.pop())]
