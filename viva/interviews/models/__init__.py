from viva.interviews.models.interview import Interview, InterviewQuestion, ProblemTests
from viva.interviews.models.response import InterviewResponse, ResponseEvaluation

__all__ = ["Interview", "InterviewQuestion", "InterviewResponse", "ProblemTests", "ResponseEvaluation"]
