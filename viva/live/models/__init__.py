from viva.live.models.code import CodeBuffer, CodeSubmission, EditBatch
from viva.live.models.engine import EngineCall, EngineSpending
from viva.live.models.session import ChatMessage, InterviewSession

__all__ = [
    "ChatMessage",
    "CodeBuffer",
    "CodeSubmission",
    "EditBatch",
    "EngineCall",
    "EngineSpending",
    "InterviewSession",
]
