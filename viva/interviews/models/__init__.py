from viva.interviews.models.interview import Interview, InterviewQuestion
from viva.interviews.models.response import InterviewResponse, ResponseEvaluation

__all__ = ["Interview", "InterviewQuestion", "InterviewResponse", "ResponseEvaluation"]
