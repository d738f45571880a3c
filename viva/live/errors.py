"""What the room answers when it refuses. `retry`: the same command may be sent again later."""

from __future__ import annotations

from viva.core.errors import VivaError


class RoomError(VivaError):
    code = "error"
    retry = False


class RoomClosed(RoomError):
    code = "closed"
    message = "The interview is over; nothing more can be added to it."


class QuestionGone(RoomError):
    code = "gone"
    message = "That question is not open any more."


class NoSuchLanguage(RoomError):
    code = "no_language"
    message = "That problem cannot be solved in this language."


class BadInput(RoomError):
    """The candidate's own arguments are not what the function takes; `detail` says what is wrong with them."""

    code = "bad_input"
    message = "That is not what the function takes."


class BadFrame(RoomError):
    code = "bad_message"
    message = "The room did not understand that."


class TooLarge(RoomError):
    code = "too_large"
    message = "That is too long."


class TooFast(RoomError):
    code = "too_fast"
    message = "That was a lot at once. It will be taken in a moment."
    retry = True


class NotStored(RoomError):
    code = "storage"
    message = "This could not be stored just now. It is kept on your device and sent again."
    retry = True


class NeedsResync(RoomError):
    """Edits that do not fit the stored text; `seq` and `text` are what is stored."""

    code = "resync"

    def __init__(self, *, seq: int, text: str) -> None:
        super().__init__("The edits do not fit the stored text.")
        self.seq = seq
        self.text = text
