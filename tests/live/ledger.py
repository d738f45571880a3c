"""A tab that keeps books of what it sent, what was acknowledged and seen; compared with the raw database."""

from __future__ import annotations

import json
import uuid
from typing import Any

from tests.room_client import Frame, Person, Room
from tests.server import Server

TURN_KINDS = ("text", "hint_request", "submit")


class Ledger(Room):
    """Keeps each command until it is acknowledged and sends it again, under the same id, after each `open`."""

    def __init__(self, person: Person, session_id: int) -> None:
        super().__init__(person, session_id)
        self.outbox: dict[str, Frame] = {}
        self.sent: dict[str, Frame] = {}
        self.refused: dict[str, str] = {}
        self.texts: dict[int, list[str]] = {}
        self.edits_waiting: dict[int, Frame] = {}
        self.drafts: list[str] = [""]
        self.draft_waiting: Frame | None = None
        self.resyncs = 0

    @property
    def unacknowledged(self) -> int:
        return len(self.outbox) + len(self.edits_waiting) + (self.draft_waiting is not None)

    async def open(self) -> Ledger:
        await super().open()
        if self.closed_with is None:
            await self.resend()
        return self

    async def resend(self) -> None:
        for frame in [*self.outbox.values(), *self.edits_waiting.values()]:
            await self.send(**frame)
        if self.draft_waiting:
            await self.send(**self.draft_waiting)

    async def command(self, kind: str, **fields: Any) -> None:
        """Send without waiting for the acknowledgement."""
        client_id = str(uuid.uuid4())
        frame = {"type": kind, "id": client_id, **fields}
        self.outbox[client_id] = self.sent[client_id] = frame
        await self.send(**frame)

    async def type_code(self, insert: str) -> None:
        """One batch: put `insert` before everything else. One batch is on its way at a time."""
        question = self.state["question"]
        texts = self.texts.setdefault(question["id"], [question["starter"]])
        if question["id"] in self.edits_waiting:
            return
        texts.append(insert + texts[-1])
        frame = {
            "type": "edits",
            "question": question["id"],
            "seq": len(texts) - 1,
            "changes": [[7, 0, 0, insert]],
            "length": len(texts[-1].encode("utf-16-le")) // 2,
        }
        self.edits_waiting[question["id"]] = frame
        await self.send(**frame)

    async def type_draft(self, text: str) -> None:
        self.drafts.append(text)
        self.draft_waiting = {"type": "draft", "seq": len(self.drafts) - 1, "text": text}
        await self.send(**self.draft_waiting)

    def _take(self, frame: Frame) -> None:
        super()._take(frame)
        match frame["type"]:
            case "welcome":
                for buffer in frame["buffers"]:
                    self._saved(buffer["question"], buffer["seq"])
                self._draft_saved(frame["draft"]["seq"])
            case "ack":
                self.outbox.pop(frame["id"], None)
            case "saved" if frame.get("draft"):
                self._draft_saved(frame["seq"])
            case "saved":
                self._saved(frame["question"], frame["seq"])
            case "resync":
                self.resyncs += 1
            case "error" if frame["id"] in self.outbox and not frame["retry"]:
                del self.outbox[frame["id"]]
                self.refused[frame["id"]] = frame["code"]

    def _saved(self, question: int, seq: int) -> None:
        self.saved[question] = seq
        if self.edits_waiting.get(question, {"seq": seq + 1})["seq"] <= seq:
            del self.edits_waiting[question]

    def _draft_saved(self, seq: int) -> None:
        self.saved["draft"] = seq
        if self.draft_waiting and self.draft_waiting["seq"] <= seq:
            self.draft_waiting = None


def is_settled(ledger: Ledger, server: Server) -> bool:
    """Nothing unacknowledged, nothing unanswered, nothing unjudged, and the tab has seen it all."""
    session = ledger.session_id
    [(last, handled, question, conductor)] = server.rows(
        "select last_number, handled_number, current_question_id, conductor from live_interviewsession"
        " where id = ?",
        session,
    )
    kinds = ",".join(f"'{kind}'" for kind in TURN_KINDS)
    waiting = server.rows(
        f"select 1 from live_chatmessage where session_id = ? and number > ? and speaker = 'candidate'"
        f" and kind in ({kinds})",
        session,
        handled,
    )
    unjudged = server.rows("select 1 from live_codesubmission where session_id = ? and verdict = ''", session)
    if ledger.unacknowledged or waiting or unjudged or max(ledger.messages, default=0) != last:
        return False
    shown = ledger.state["question"]
    return bool(shown) and shown["id"] == question and ledger.state["phase"] == json.loads(conductor)["phase"]


def differences(ledger: Ledger, server: Server) -> list[str]:
    """Where the raw database file and the client's books do not agree; empty where all is well."""
    return [
        *_lost_or_doubled(ledger, server),
        *_conversation(ledger, server),
        *_said_twice(ledger, server),
        *_code(ledger, server),
        *_draft(ledger, server),
    ]


def _lost_or_doubled(ledger: Ledger, server: Server) -> list[str]:
    rows = server.rows(
        "select number, client_id, text, kind from live_chatmessage"
        " where session_id = ? and client_id is not null",
        ledger.session_id,
    )
    stored: dict[str, list[tuple]] = {}
    for number, client_id, text, kind in rows:
        stored.setdefault(str(uuid.UUID(client_id)), []).append((number, text, kind))
    found = [f"stored {len(each)} times: {client_id}" for client_id, each in stored.items() if len(each) > 1]
    for client_id, number in ledger.acked.items():
        if number not in [each[0] for each in stored.get(client_id, [])]:
            found.append(f"acknowledged as {number} and not stored: {ledger.sent[client_id]['type']}")
    for client_id, each in stored.items():
        if each[0][1] != ledger.sent[client_id].get("text", ""):
            found.append(f"stored with other words: {client_id}")
    unknown = set(ledger.refused) & set(stored)
    return [*found, *(f"refused and yet stored: {client_id}" for client_id in unknown)]


def _conversation(ledger: Ledger, server: Server) -> list[str]:
    rows = server.rows(
        "select number, speaker, kind, text, payload from live_chatmessage where session_id = ? order by number",
        ledger.session_id,
    )
    found = []
    if [row[0] for row in rows] != list(range(1, len(rows) + 1)):
        found.append(f"the numbers have gaps: {[row[0] for row in rows]}")
    [(last,)] = server.rows("select last_number from live_interviewsession where id = ?", ledger.session_id)
    if last != len(rows):
        found.append(f"the session counts {last} messages, there are {len(rows)}")
    for number, speaker, kind, text, payload in rows:
        frame = ledger.messages.get(number)
        if frame is None:
            continue
        if (frame["speaker"], frame["kind"], frame["text"], frame["payload"]) != (
            speaker,
            kind,
            text,
            json.loads(payload),
        ):
            found.append(f"message {number} was seen otherwise than it is stored")
    return [*found, *(f"seen and not stored: {number}" for number in ledger.messages if number > len(rows))]


def _said_twice(ledger: Ledger, server: Server) -> list[str]:
    [(conductor,)] = server.rows("select conductor from live_interviewsession where id = ?", ledger.session_id)
    lines = server.rows(
        "select kind, question_id, text, payload from live_chatmessage"
        " where session_id = ? and speaker = 'interviewer' order by number",
        ledger.session_id,
    )
    turns = json.loads(conductor).get("turn", 0)
    spoken = [line for line in lines if line[0] != "verdict"]
    found = [] if turns == len(spoken) else [f"the conductor spoke {turns} times, {len(spoken)} lines are stored"]
    for once in ("question", "hint", "closing"):
        said = [(question, text) for kind, question, text, _ in spoken if kind == once]
        if len(said) != len(set(said)):
            found.append(f"a {once} was said twice")
    asked = [question for kind, question, *_ in spoken if kind == "question"]
    if len(asked) != len(set(asked)):
        found.append("a question was asked twice")
    judged = [json.loads(payload)["submission"] for kind, *_, payload in lines if kind == "verdict"]
    if len(judged) != len(set(judged)):
        found.append("a submission was judged twice")
    return found


def _code(ledger: Ledger, server: Server) -> list[str]:
    found = ["a resync was asked for"] if ledger.resyncs else []
    for question, texts in ledger.texts.items():
        saved = ledger.saved.get(question, 0)
        rows = server.rows(
            "select id, seq, text from live_codebuffer where session_id = ? and question_id = ?",
            ledger.session_id,
            question,
        )
        buffer, seq, text = rows[0] if rows else (None, 0, texts[0])
        if seq < saved:
            found.append(f"saved up to {saved}, stored up to {seq}")
        if text != texts[seq]:
            found.append(f"the text of question {question} at {seq} is another")
        batches = server.rows("select seq, changes from live_editbatch where buffer_id = ? order by seq", buffer)
        if [batch[0] for batch in batches] != list(range(1, seq + 1)):
            found.append(f"the batches have gaps: {[batch[0] for batch in batches]}")
        replayed = texts[0]
        for _, changes in batches:
            for _, start, end, insert in json.loads(changes):
                replayed = replayed[:start] + insert + replayed[end:]  # only ever at the start: no UTF-16 needed
        if replayed != text:
            found.append("the batches do not replay to the text")
    submitted = server.rows(
        "select s.number, s.source, m.client_id from live_codesubmission s join live_chatmessage m"
        " on m.session_id = s.session_id and m.number = s.number where s.session_id = ?",
        ledger.session_id,
    )
    wanted = {key: frame["source"] for key, frame in ledger.sent.items() if frame["type"] in ("run", "submit")}
    stored = {str(uuid.UUID(client_id)): source for _, source, client_id in submitted}
    found += [
        f"acknowledged code is not stored: {client_id}"
        for client_id, source in wanted.items()
        if client_id in ledger.acked and stored.get(client_id) != source
    ]
    if len(stored) != len(submitted):
        found.append("code was stored twice")
    return found


def _draft(ledger: Ledger, server: Server) -> list[str]:
    [(text, seq)] = server.rows(
        "select draft, draft_seq from live_interviewsession where id = ?", ledger.session_id
    )
    if seq < int(ledger.saved.get("draft", 0)) or text != ledger.drafts[seq]:
        return [f"the draft is at {seq}, saved was {ledger.saved.get('draft')}"]
    return []


def result_differences(ledger: Ledger, server: Server) -> list[str]:
    """Of a completed interview: each question one response, each score its evaluation's, the sum the total."""
    interview = "(select interview_id from live_interviewsession where id = ?)"
    [(status, overall, total, most, questions)] = server.rows(
        f"select status, overall_score, total_score, max_score, total_questions from interviews_interview"
        f" where id = {interview}",
        ledger.session_id,
    )
    rows = server.rows(
        f"select r.id, r.outcome, r.score, r.is_evaluated from interviews_interviewresponse r"
        f" where r.interview_id = {interview}",
        ledger.session_id,
    )
    found = [] if status == "completed" else [f"the interview is {status}"]
    if len(rows) != questions:
        found.append(f"{questions} questions, {len(rows)} responses")
    for response, outcome, score, _ in rows:
        evaluations = server.rows(
            "select score, created_at from interviews_responseevaluation where response_id = ? order by id",
            response,
        )
        if len(evaluations) != len({each[1] for each in evaluations}):
            found.append("an evaluation is stored twice")
        if outcome == "answered" and (not evaluations or evaluations[-1][0] != score):
            found.append(f"the score {score} is not that of its evaluation")
    counted = [
        score for _, outcome, score, _ in rows if outcome not in ("not_reached", "withheld") and score is not None
    ]
    if (round(sum(counted), 3), 10.0 * len(counted)) != (total, most):
        found.append(f"the total {total}/{most} is not the sum of the scores {counted}")
    if overall != round(100 * sum(counted) / (10 * len(counted)), 2):
        found.append(f"the overall score {overall} is not the share of the points")
    return found
