from viva.interviews.models.interview import Interview, InterviewQuestion, ProblemTests
from viva.interviews.models.response import InterviewResponse, ResponseEvaluation
from viva.interviews.models.template import InterviewTemplate

__all__ = [
    "Interview",
    "InterviewQuestion",
    "InterviewResponse",
    "InterviewTemplate",
    "ProblemTests",
    "ResponseEvaluation",
]
