"""What the calls answer, field by field, for OpenAPI. `shapes.py` builds it; a test holds the two together."""

from __future__ import annotations

from rest_framework import serializers as fields

from viva.accounts.models import Strictness
from viva.interviews.enums import Difficulty, InterviewType, Outcome, QuestionType, Status


class QuestionAnswer(fields.Serializer):  # type: ignore[type-arg]
    id = fields.IntegerField()
    order = fields.IntegerField(min_value=1)
    title = fields.CharField()
    question_text = fields.CharField(help_text="Of a coding question the whole statement, in Markdown.")
    question_type = fields.ChoiceField(QuestionType.choices)
    difficulty = fields.ChoiceField(Difficulty.choices)
    expected_duration_minutes = fields.IntegerField()
    is_ai_generated = fields.BooleanField()
    entry_point = fields.CharField(help_text="The function that the tests call; empty without tests.")
    starters = fields.DictField(child=fields.CharField(), help_text="Code to begin with, by language.")

    class Meta:
        ref_name = "InterviewQuestion"


class SolvedQuestionAnswer(QuestionAnswer):
    expected_answer = fields.CharField()
    model_answer = fields.CharField(help_text="As a strong candidate would say it, else what was expected.")
    evaluation_criteria = fields.ListField(child=fields.CharField())

    class Meta:
        ref_name = "SolvedQuestion"


class InterviewRow(fields.Serializer):  # type: ignore[type-arg]
    id = fields.IntegerField()
    uuid = fields.UUIDField()
    user = fields.IntegerField()
    company = fields.IntegerField(allow_null=True)
    candidate = fields.IntegerField(allow_null=True)
    candidate_name = fields.CharField()
    candidate_email = fields.CharField()
    job = fields.IntegerField(allow_null=True)
    title = fields.CharField()
    description = fields.CharField()
    interview_type = fields.ChoiceField(InterviewType.choices)
    difficulty = fields.ChoiceField(Difficulty.choices)
    job_role = fields.CharField()
    company_name = fields.CharField()
    required_skills = fields.ListField(child=fields.CharField())
    duration_minutes = fields.IntegerField()
    total_questions = fields.IntegerField()
    use_ai = fields.BooleanField()
    enable_video = fields.BooleanField()
    enable_audio = fields.BooleanField()
    status = fields.ChoiceField(Status.choices)
    created_at = fields.DateTimeField()
    scheduled_at = fields.DateTimeField(allow_null=True)
    started_at = fields.DateTimeField(allow_null=True)
    ended_at = fields.DateTimeField(allow_null=True)
    completed_at = fields.DateTimeField(allow_null=True)
    released_at = fields.DateTimeField(
        allow_null=True, help_text="From when a company's candidate sees scores and feedback."
    )
    total_score = fields.FloatField()
    max_score = fields.FloatField()
    percentage = fields.FloatField()
    overall_score = fields.FloatField(allow_null=True)
    assessed = fields.BooleanField(help_text="False: nothing was assessed; then the totals say nothing.")


class MyInterview(fields.Serializer):  # type: ignore[type-arg]
    id = fields.IntegerField()
    uuid = fields.UUIDField()
    title = fields.CharField()
    interview_type = fields.ChoiceField(InterviewType.choices)
    difficulty = fields.ChoiceField(Difficulty.choices)
    job_role = fields.CharField()
    company_name = fields.CharField()
    status = fields.ChoiceField(Status.choices)
    duration_minutes = fields.IntegerField()
    total_questions = fields.IntegerField()
    created_at = fields.DateTimeField()
    scheduled_at = fields.DateTimeField(allow_null=True)
    started_at = fields.DateTimeField(allow_null=True)
    completed_at = fields.DateTimeField(allow_null=True)
    total_score = fields.FloatField()
    max_score = fields.FloatField()
    percentage = fields.FloatField()
    overall_score = fields.FloatField(allow_null=True)
    assessed = fields.BooleanField()


class InterviewFields(InterviewRow):
    job_position = fields.IntegerField(allow_null=True, help_text="The same as `job`.")
    extra_minutes = fields.IntegerField(
        allow_null=True,
        help_text="Its candidate's extra time beside `duration_minutes`; null for reviewers, who judge.",
    )
    interview_date = fields.DateTimeField(allow_null=True, help_text="The same as `scheduled_at`.")
    job_description = fields.CharField()
    communication_score = fields.FloatField(allow_null=True)
    problem_solving_score = fields.FloatField(allow_null=True)
    code_quality_score = fields.FloatField(allow_null=True)
    overall_feedback = fields.CharField()
    strengths = fields.ListField(child=fields.CharField())
    weaknesses = fields.ListField(child=fields.CharField())
    recommendations = fields.ListField(child=fields.CharField())


class LinkedInterview(InterviewFields):
    session_key = fields.CharField(
        help_text="The key of its secret link, from its first time on; for the company's people and the candidate."
    )
    interview_link = fields.CharField(help_text="The whole link, as the candidate has it by mail.")


class InterviewAnswer(LinkedInterview):
    questions = QuestionAnswer(many=True)

    class Meta:
        ref_name = "Interview"


class InterviewTold(fields.Serializer):  # type: ignore[type-arg]
    message = fields.CharField()
    interview = InterviewAnswer()


class ResponseAnswer(fields.Serializer):  # type: ignore[type-arg]
    id = fields.IntegerField()
    interview = fields.IntegerField()
    question = fields.IntegerField()
    outcome = fields.ChoiceField(Outcome.choices)
    text_response = fields.CharField()
    code_response = fields.CharField()
    language = fields.CharField()
    audio_url = fields.CharField()
    video_url = fields.CharField()
    time_taken_seconds = fields.IntegerField()
    hints_used = fields.IntegerField()
    started_at = fields.DateTimeField(allow_null=True)
    submitted_at = fields.DateTimeField(allow_null=True)
    score = fields.FloatField(allow_null=True, help_text="0 to 10; null: not assessed.")
    ai_feedback = fields.CharField()
    evaluation_metrics = fields.DictField(
        child=fields.FloatField(),
        help_text="`clarity`, `relevance`, `depth`, `technical_accuracy`, each 0 to 10; empty if not assessed.",
    )
    confidence = fields.FloatField(allow_null=True)
    is_evaluated = fields.BooleanField()
    needs_review = fields.BooleanField()

    class Meta:
        ref_name = "Response"


class ResponseTold(fields.Serializer):  # type: ignore[type-arg]
    message = fields.CharField()
    response = ResponseAnswer()


class Point(fields.Serializer):  # type: ignore[type-arg]
    text = fields.CharField()
    quote = fields.CharField(allow_null=True, help_text="Word for word from the answer.")


class CriterionAnswer(fields.Serializer):  # type: ignore[type-arg]
    id = fields.CharField()
    text = fields.CharField()
    share = fields.FloatField(help_text="How far the answer shows it, 0 to 1.")
    quote = fields.CharField(allow_null=True, help_text="Word for word from the answer.")
    advice = fields.CharField(help_text="What is missing; empty for nothing.")


class CodeResultAnswer(fields.Serializer):  # type: ignore[type-arg]
    verdict = fields.CharField()
    passed = fields.IntegerField()
    total = fields.IntegerField()


class OverrideAnswer(fields.Serializer):  # type: ignore[type-arg]
    id = fields.IntegerField()
    by = fields.IntegerField(allow_null=True)
    score = fields.FloatField()
    score_before = fields.FloatField(allow_null=True)
    reason = fields.CharField()
    created_at = fields.DateTimeField()


class ResultResponse(ResponseAnswer):
    covered = Point(many=True)
    missing = Point(many=True)
    criteria = CriterionAnswer(
        many=True, help_text="The rubric of a story or a design, criterion by criterion; else empty."
    )
    engine = fields.CharField()
    model = fields.CharField()
    rubric_version = fields.CharField()
    code_result = CodeResultAnswer(allow_null=True)
    overrides = OverrideAnswer(many=True)

    class Meta:
        ref_name = "ResultResponse"


class PracticeQuestionAnswer(fields.Serializer):  # type: ignore[type-arg]
    id = fields.CharField(help_text="Of the built-in question bank.")
    text = fields.CharField(help_text="Of a coding problem its title.")
    kind = fields.ChoiceField(InterviewType.choices)
    difficulty = fields.ChoiceField(Difficulty.choices)

    class Meta:
        ref_name = "PracticeQuestion"


class PracticeItemAnswer(fields.Serializer):  # type: ignore[type-arg]
    skill = fields.CharField()
    text = fields.CharField(help_text="What to do.")
    lost = fields.FloatField(help_text="The points that answers on this skill lost.")
    missed = fields.ListField(child=fields.CharField(), help_text="Key points, the weightiest first.")
    questions = PracticeQuestionAnswer(many=True)
    start_url = fields.CharField(help_text="The page that starts a practice interview on these questions.")

    class Meta:
        ref_name = "PracticeItem"


class StrictnessAnswer(fields.Serializer):  # type: ignore[type-arg]
    level = fields.ChoiceField(Strictness.choices)
    bar = fields.IntegerField(help_text="The overall score, 0 to 100, from which the scores speak for advancing.")
    review_below = fields.FloatField(help_text="The confidence, 0 to 1, below which an answer needs review.")
    explanation = fields.CharField(help_text="The same in a line, for people.")

    class Meta:
        ref_name = "HeldToStrictness"


class ResultsAnswer(InterviewFields):
    questions = SolvedQuestionAnswer(many=True)
    responses = ResultResponse(many=True)
    practise = PracticeItemAnswer(many=True, help_text="What to practise next, what weighed most first.")
    strictness = StrictnessAnswer(
        allow_null=True,
        help_text="What a company's interview was held to: its company's setting when it began. It changes no "
        "score. Null in practice, and for the candidate.",
    )
    pending_evaluations = fields.IntegerField(help_text="Answers whose judgement is still owed.")


class TranscriptLine(fields.Serializer):  # type: ignore[type-arg]
    number = fields.IntegerField()
    speaker = fields.ChoiceField(["interviewer", "candidate"])
    kind = fields.CharField(help_text="text, question, hint_request, hint, run, submit, closing")
    question = fields.IntegerField(allow_null=True)
    text = fields.CharField()
    code = fields.CharField()
    at = fields.DateTimeField(allow_null=True)


class RecordingGap(fields.Serializer):  # type: ignore[type-arg]
    begin = fields.DateTimeField()
    end = fields.DateTimeField()


class RecordingAnswer(fields.Serializer):  # type: ignore[type-arg]
    id = fields.IntegerField()
    kind = fields.ChoiceField(["audio", "video"])
    content_type = fields.CharField()
    started_at = fields.DateTimeField()
    seconds = fields.FloatField(help_text="From its begin to its end, gaps included.")
    size = fields.IntegerField(help_text="In bytes.")
    sha256 = fields.CharField(
        allow_null=True,
        help_text="Of the bytes that `url` gives; null until the part is made, some 20 s after the interview.",
    )
    gaps = RecordingGap(many=True, help_text="What is missing within it.")
    expires_at = fields.DateTimeField(help_text="When it is erased, unless it is erased before by hand.")
    url = fields.URLField()
