"""What several tests of a room on a bad day do: begin, come to the editor, wait for a verdict, find a process."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

from tests.room_client import Frame, Person, Room
from tests.server import Server
from viva.ai.bank.loader import load_bank

ANSWER = (
    "I would read the query plan and add an index on the columns that are filtered and sorted, because a full "
    "scan reads every row; the price is slower writes and more space on disk."
)


async def begun(person: Person, **choice: str) -> Room:
    room = await person.room(await person.start_interview(**choice)).open()
    await room.until(lambda: bool(room.state["question"]))
    return room


async def at_the_editor(person: Person) -> Room:
    room = await begun(person, kind="coding", minutes="30", difficulty="easy")
    while not room.state["question"]["has_code"]:
        await room.talk("Skip this question, please.")
    return room


def solution(room: Room) -> str:
    title = room.state["question"]["title"]
    return next(
        each.problem.solutions["python"] for each in load_bank() if each.problem and each.problem.title == title
    )


async def verdict_of(room: Room, number: int, *, timeout: float = 60) -> Frame:
    def found() -> list[Frame]:
        return [
            frame["payload"]
            for frame in room.messages.values()
            if frame["kind"] == "verdict" and frame["payload"]["submission"] == number
        ]

    await room.until(lambda: bool(found()), timeout=timeout)
    return found()[0]


def children_of(server: Server, words: str) -> list[int]:
    """Processes that this server started (its own group's or its children's) with `words` in their command."""
    found = []
    for entry in os.listdir("/proc"):
        if not entry.isdigit():
            continue
        with contextlib.suppress(OSError):
            command = Path(f"/proc/{entry}/cmdline").read_text().replace("\0", " ")
            parent = Path(f"/proc/{entry}/stat").read_text().rsplit(")", 1)[1].split()[1]
            if words in command and int(parent) == server.process.pid:
                found.append(int(entry))
    return found


def responses(server: Server, session: int) -> list[tuple]:
    """(outcome, score) of each question that has a response, in order."""
    return server.rows(
        "select r.outcome, r.score from interviews_interviewresponse r"
        " join live_interviewsession s on s.interview_id = r.interview_id"
        ' join interviews_interviewquestion q on q.id = r.question_id where s.id = ? order by q."order"',
        session,
    )
