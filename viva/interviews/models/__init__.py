from viva.interviews.models.hiring import Comment, Consent, Decision, PersonRequest, QuestionSet, Verdict
from viva.interviews.models.interview import Interview, InterviewQuestion, ProblemTests
from viva.interviews.models.own_question import OwnQuestion
from viva.interviews.models.response import InterviewResponse, ResponseEvaluation
from viva.interviews.models.review import EarlierAnswer, PendingEvaluation, ScoreOverride
from viva.interviews.models.template import InterviewTemplate

__all__ = [
    "Comment",
    "Consent",
    "Decision",
    "EarlierAnswer",
    "Interview",
    "InterviewQuestion",
    "InterviewResponse",
    "InterviewTemplate",
    "OwnQuestion",
    "PendingEvaluation",
    "PersonRequest",
    "ProblemTests",
    "QuestionSet",
    "ResponseEvaluation",
    "ScoreOverride",
    "Verdict",
]
