"""The forms of the model's JSON replies. Lengths are bounded: what is longer is not what was asked for."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from viva.ai.engines.llm.letters import letters_of

CLEANED = AfterValidator(letters_of)  # JSON may name what its text does not hold
Words = Annotated[str, Field(max_length=2_000), CLEANED]
Id = Annotated[str, Field(max_length=80), CLEANED]


class Form(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


class Criterion(Form):
    id: Id
    met: Literal["yes", "mostly", "partly", "no", "wrong"]
    quote: Words


class Judgement(Form):
    criteria: Annotated[list[Criterion], Field(max_length=40)]
    clarity: Literal["high", "middle", "low"]
    relevance: Literal["high", "middle", "low"]
    feedback: Words


class Check(Form):
    id: Id
    verdict: Literal["holds", "partly", "fails"]


class Checks(Form):
    claims: Annotated[list[Check], Field(max_length=40)]


class Point(Form):
    id: Id
    text: Words
    weight: float


class Leading(Form):
    key_point: Id
    text: Words


class Drafted(Form):
    text: Words
    expected_answer: Words
    key_points: Annotated[list[Point], Field(max_length=8)]
    follow_ups: Annotated[list[Leading], Field(max_length=8)]
    hints: Annotated[list[Words], Field(max_length=6)]
    clarification: Words
    skills: Annotated[list[Id], Field(max_length=6)]


class Questions(Form):
    questions: Annotated[list[Drafted], Field(max_length=30)]


class Strength(Form):
    text: Words
    quote: Words


class Weakness(Form):
    text: Words
    question: int


class Feedback(Form):
    overall_feedback: Annotated[str, Field(max_length=4_000), CLEANED]
    strengths: Annotated[list[Strength], Field(max_length=8)]
    weaknesses: Annotated[list[Weakness], Field(max_length=8)]
    recommendations: Annotated[list[Words], Field(max_length=8)]


class Ready(Form):
    ready: bool
    word: Words
