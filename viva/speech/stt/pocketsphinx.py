"""pocketsphinx: works anywhere without network, and gets three to five words of ten wrong on people. Rough."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable

from viva.speech.stt.base import Transcript
from viva.speech.stt.pool import RecogniserPool

NAME = "pocketsphinx"
_NO_WORDS = frozenset({"<s>", "</s>", "<sil>", "[SPEECH]", "[NOISE]", "[COUGH]", "[SMACK]", "[UH]", "[UM]"})
BEAM = {"ds": 2, "topn": 2, "maxwpf": 5, "maxhmmpf": 3000}
"""Half the work of the defaults, for the same words on clear speech: eight may speak at once on two cores."""


class PocketsphinxRecogniser:
    name = NAME
    version = "en-us"
    rough = True

    def __init__(self, *, workers: int = 1, niceness: int | None = None) -> None:
        command = (sys.executable, "-m", "viva.speech.stt.worker", NAME)
        self._pool = RecogniserPool(command, workers=workers, niceness=niceness)

    @property
    def available(self) -> bool:
        return importlib.util.find_spec("pocketsphinx") is not None

    async def transcribe(self, pcm: bytes, *, deadline: float) -> Transcript:
        return await self._pool.transcribe(pcm, deadline=deadline)

    async def stop(self) -> None:
        await self._pool.stop()


def load_pocketsphinx() -> Callable[[bytes], Transcript]:
    """In the worker."""
    from pocketsphinx import Decoder

    decoder = Decoder(samprate=16_000, loglevel="FATAL", **BEAM)

    def recognise(pcm: bytes) -> Transcript:
        decoder.start_utt()
        decoder.process_raw(pcm, full_utt=True)
        decoder.end_utt()
        heard = [each for each in decoder.seg() or () if each.word not in _NO_WORDS] if decoder.hyp() else []
        words = [each.word.partition("(")[0] for each in heard]  # "the(2)" is another way to say it
        sure = sum(min(1.0, each.prob) for each in heard) / len(heard) if heard else 0.0
        return Transcript(" ".join(words), round(sure, 3), NAME, rough=True)

    return recognise
