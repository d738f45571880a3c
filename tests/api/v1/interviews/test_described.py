"""What the description says of an answer is what its examples and the answers themselves have."""

from __future__ import annotations

import pytest

from viva.api.v1.insights.views import EXAMPLE, InsightsAnswer
from viva.api.v1.interviews import described, examples
from viva.api.v1.interviews.shapes import MINE, MORE, ROW

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("example", "serializer"),
    [
        (examples.ROW, described.InterviewRow),
        (examples.LISTED_MINE.value, described.MyInterview),
        (examples.INTERVIEW, described.InterviewAnswer),
        (examples.QUESTION_SHOWN, described.QuestionAnswer),
        (examples.RESPONSE, described.ResponseAnswer),
        (examples.RESULTS, described.ResultsAnswer),
        (examples.RESULTS["questions"][0], described.SolvedQuestionAnswer),
        (examples.RESULTS["responses"][0], described.ResultResponse),
        (examples.LINE, described.TranscriptLine),
        (examples.RECORDING, described.RecordingAnswer),
        (EXAMPLE.value, InsightsAnswer),
    ],
)
def test_an_example_is_whole(example: dict, serializer: type) -> None:
    assert sorted(example) == sorted(serializer().fields)


def test_the_shapes_are_those_described() -> None:
    assert sorted({*ROW, "assessed"}) == sorted(described.InterviewRow().fields)
    assert sorted({*MINE, "assessed"}) == sorted(described.MyInterview().fields)
    assert sorted({*ROW, *MORE, "assessed", "extra_minutes"}) == sorted(described.InterviewFields().fields)
