"""The form of a bank file: what a YAML file of a question may and must hold.

A file is one question. Unknown keys, wrong types and repeated keys are errors. A question of kind
`coding` carries a `problem`; no other kind does. Lengths of texts and the craft of the content are
the linter's matter (`viva.ai.bank.lint`), so that a company's shorter question still loads.

    id: cache-invalidation        # the file's name without .yaml
    kind: technical               # the folder's name (problems/ holds kind coding)
    difficulty: medium
    roles: [backend_developer]    # ids of ROLES; an empty list suits every role
    skills: [caching, databases]  # names of skills.txt; the first is the main one, used for variety
    minutes: 6                    # expected time, follow-ups included
    text: what the interviewer says
    clarification: the same said plainly, giving nothing away
    expected_answer: a good answer as one would write it down
    model_answer: the same matter as a strong candidate would say it, in other words
    wrong_answers:                # fluent and wrong, with many words of expected_answer; for trying the grader
      - {text: ..., why: what is wrong about it}
    key_points:                   # what a good answer says, worded otherwise than expected_answer
      - {id: stale-reads, weight: 2, text: ..., paraphrases: [..., ...]}
    follow_ups:                   # at least one for each key point, leading to it without naming it
      - {key_point: stale-reads, text: ...}
    hints: [a nudge, nearly the way]
    problem:                      # kind coding only
      title: ...
      entry_point: name_of_the_function
      statement: Markdown with an example and constraints
      starters: {python: ..., javascript: ...}     # those of other languages are drawn from the annotations
      samples: [{args: [...], expected: ...}]      # shown to the candidate
      hidden: [{args: [...], expected: ...}]       # never leave the server; may use generated values
      solutions: {python: ..., javascript: ...}
      wrong_solutions: [{source: ..., why: ..., language: python}]
      growth: {sizes: [...], args: [...]}          # optional; see viva.ai.bank.growth

Generated values are described in `viva.ai.bank.values`.
"""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from viva.ai import types
from viva.ai.bank.growth import arguments_at
from viva.ai.bank.values import expand

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Name = Annotated[str, Field(pattern=r"^[a-z0-9]+([_+#.-]?[a-z0-9+#]+)*$", max_length=40)]
Text = Annotated[str, Field(min_length=3, max_length=6000)]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class KeyPointModel(Strict):
    id: Slug
    text: Text
    weight: float = Field(default=1.0, gt=0, le=5)
    paraphrases: list[Text] = []

    def to_type(self) -> types.KeyPoint:
        return types.KeyPoint(self.id, self.text, self.weight, tuple(self.paraphrases))


class FollowUpModel(Strict):
    key_point: Slug
    text: Text


class WrongAnswerModel(Strict):
    text: Text
    why: Text


class TestCaseModel(Strict):
    __test__ = False

    args: list[Any]
    expected: Any

    @field_validator("args", "expected")
    @classmethod
    def _expand(cls, value: Any) -> Any:
        return expand(value)

    def to_type(self) -> types.TestCase:
        return types.TestCase(tuple(self.args), self.expected)


class WrongSolutionModel(Strict):
    source: Text
    why: Text
    language: Name = "python"


class GrowthModel(Strict):
    sizes: list[int] = Field(min_length=3, max_length=8)
    args: list[Any]

    @model_validator(mode="after")
    def _grows(self) -> Self:
        if self.sizes != sorted(set(self.sizes)) or self.sizes[0] < 1:
            raise ValueError("sizes grow from one to the next")
        for size in self.sizes:
            arguments_at(self.to_type(), size)
        return self

    def to_type(self) -> types.GrowthInputs:
        return types.GrowthInputs(tuple(self.sizes), tuple(self.args))


class ProblemModel(Strict):
    title: Text
    statement: Text
    entry_point: Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]*$")]
    starters: dict[Name, Text]
    samples: list[TestCaseModel]
    hidden: list[TestCaseModel]
    solutions: dict[Name, Text] = {}
    wrong_solutions: list[WrongSolutionModel] = []
    growth: GrowthModel | None = None

    def to_type(self) -> types.Problem:
        return types.Problem(
            title=self.title,
            statement=self.statement,
            entry_point=self.entry_point,
            starters=dict(self.starters),
            samples=tuple(case.to_type() for case in self.samples),
            hidden=tuple(case.to_type() for case in self.hidden),
            solutions=dict(self.solutions),
            wrong_solutions=tuple(
                types.WrongSolution(wrong.source, wrong.why, wrong.language) for wrong in self.wrong_solutions
            ),
            growth=self.growth.to_type() if self.growth else None,
        )


class QuestionModel(Strict):
    id: Slug
    kind: Annotated[types.Kind, Field(strict=False)]
    difficulty: Annotated[types.Difficulty, Field(strict=False)]
    roles: list[Name]
    skills: list[Name] = Field(min_length=1)
    minutes: int = Field(ge=1, le=60)
    text: Text
    clarification: Text
    expected_answer: Text
    key_points: list[KeyPointModel] = Field(min_length=1)
    follow_ups: list[FollowUpModel] = []
    hints: list[Text] = []
    problem: ProblemModel | None = None
    model_answer: str = Field(default="", max_length=6000)
    wrong_answers: list[WrongAnswerModel] = []

    @field_validator("key_points")
    @classmethod
    def _ids_are_unique(cls, points: list[KeyPointModel]) -> list[KeyPointModel]:
        ids = [point.id for point in points]
        if len(set(ids)) < len(ids):
            raise ValueError("two key points have the same id")
        return points

    @model_validator(mode="after")
    def _coding_has_a_problem(self) -> Self:
        if (self.kind is types.Kind.CODING) != (self.problem is not None):
            raise ValueError("a question of kind coding, and no other, has a problem")
        return self

    def to_type(self) -> types.Question:
        return types.Question(
            id=self.id,
            text=self.text,
            kind=self.kind,
            difficulty=self.difficulty,
            expected_answer=self.expected_answer,
            roles=tuple(self.roles),
            skills=tuple(self.skills),
            key_points=tuple(point.to_type() for point in self.key_points),
            follow_ups=tuple(types.FollowUp(step.key_point, step.text) for step in self.follow_ups),
            hints=tuple(self.hints),
            clarification=self.clarification,
            minutes=self.minutes,
            problem=self.problem.to_type() if self.problem else None,
            model_answer=self.model_answer,
            wrong_answers=tuple(types.WrongAnswer(wrong.text, wrong.why) for wrong in self.wrong_answers),
        )
