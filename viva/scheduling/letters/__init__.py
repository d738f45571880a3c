"""What a candidate is told of their interview, and the company of its end; each a mail in the outbox."""

from viva.scheduling.letters.addressing import tell_again, tell_readdressed
from viva.scheduling.letters.posting import PORTAL_PATH
from viva.scheduling.letters.results import tell_completed, tell_released_result, tell_result_ready
from viva.scheduling.letters.times import (
    tell_cancelled,
    tell_choose_time,
    tell_moved,
    tell_released,
    tell_scheduled,
)

__all__ = [
    "PORTAL_PATH",
    "tell_again",
    "tell_cancelled",
    "tell_choose_time",
    "tell_completed",
    "tell_moved",
    "tell_readdressed",
    "tell_released",
    "tell_released_result",
    "tell_result_ready",
    "tell_scheduled",
]
