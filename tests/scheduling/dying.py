"""Books a slot in a process of its own and dies, as by a power cut, between the count and the commit.

`python -m tests.scheduling.dying SLOT INTERVIEW`, with DATABASE_URL set to the database of the tests.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

import django


def main(slot_id: int, interview_id: int) -> None:
    django.setup()
    from tests.factories.slots import NOBODY
    from viva.interviews.models import Interview
    from viva.scheduling import letters
    from viva.scheduling.models import InterviewSlot
    from viva.scheduling.services.booking import book_slot

    def die(*_: Any, **__: Any) -> None:
        slot = InterviewSlot.objects.get(pk=slot_id)
        print(slot.current_bookings, slot.schedules.count(), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)

    letters.tell_scheduled = die
    book_slot(InterviewSlot.objects.get(pk=slot_id), interview=Interview.objects.get(pk=interview_id), who=NOBODY)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
