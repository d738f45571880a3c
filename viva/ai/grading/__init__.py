"""The embedded grader: an answer against its question's key points, with quotes as evidence.

`grade` is CPU-bound and loads a model: services call `GraderPool.grade`, which runs it in a process of its own.
"""

from viva.ai.grading.errors import GradingError
from viva.ai.grading.grader import grade
from viva.ai.grading.pool import GraderPool

__all__ = ["GraderPool", "GradingError", "grade"]
