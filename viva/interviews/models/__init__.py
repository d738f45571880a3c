from viva.interviews.models.interview import Interview, InterviewQuestion, ProblemTests
from viva.interviews.models.response import InterviewResponse, ResponseEvaluation
from viva.interviews.models.review import EarlierAnswer, PendingEvaluation, ScoreOverride
from viva.interviews.models.template import InterviewTemplate

__all__ = [
    "EarlierAnswer",
    "Interview",
    "InterviewQuestion",
    "InterviewResponse",
    "InterviewTemplate",
    "PendingEvaluation",
    "ProblemTests",
    "ResponseEvaluation",
    "ScoreOverride",
]
