from viva.live.models.code import CodeBuffer, CodeSubmission, EditBatch
from viva.live.models.engine import EngineCall, EngineSpending
from viva.live.models.recording import (
    DoomedFolder,
    Incident,
    Recording,
    RecordingChunk,
    RecordingPart,
    RecordingSpace,
    SystemCheck,
)
from viva.live.models.session import ChatMessage, InterviewSession
from viva.live.models.utterance import Utterance

__all__ = [
    "ChatMessage",
    "CodeBuffer",
    "CodeSubmission",
    "DoomedFolder",
    "EditBatch",
    "EngineCall",
    "EngineSpending",
    "Incident",
    "InterviewSession",
    "Recording",
    "RecordingChunk",
    "RecordingPart",
    "RecordingSpace",
    "SystemCheck",
    "Utterance",
]
