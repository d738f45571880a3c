"""How the caller does over time: what they have sat and may see, practice and released interviews."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework import serializers as fields
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from viva.api.v1.common.permissions import actor_of
from viva.insights.progress import figures_of, recent_interviews, skill_levels

MOST_RECOMMENDATIONS = 5


class ProgressPoint(fields.Serializer):  # type: ignore[type-arg]
    interview = fields.IntegerField()
    title = fields.CharField()
    completed_at = fields.DateTimeField()
    overall_score = fields.FloatField(allow_null=True)
    communication_score = fields.FloatField(allow_null=True)
    problem_solving_score = fields.FloatField(allow_null=True)
    code_quality_score = fields.FloatField(allow_null=True)


class SkillAnswer(fields.Serializer):  # type: ignore[type-arg]
    name = fields.CharField()
    slug = fields.CharField()
    score = fields.FloatField(help_text="The mean of its answers, 0 to 100.")
    answers = fields.IntegerField()
    missing = fields.ListField(child=fields.CharField())


class InsightsAnswer(fields.Serializer):  # type: ignore[type-arg]
    interviews = fields.IntegerField(help_text="The latest completed ones, 30 at most.")
    average_score = fields.FloatField(allow_null=True)
    best_score = fields.FloatField(allow_null=True)
    progress = ProgressPoint(many=True, help_text="Oldest first.")
    skills = SkillAnswer(many=True, help_text="Weakest first.")
    recommendations = fields.ListField(child=fields.CharField())

    class Meta:
        ref_name = "Insights"


EXAMPLE = OpenApiExample(
    "After one interview",
    {
        "interviews": 1,
        "average_score": 80.0,
        "best_score": 80.0,
        "progress": [
            {
                "interview": 12,
                "title": "Backend interview",
                "completed_at": "2026-03-02T09:30:00Z",
                "overall_score": 80.0,
                "communication_score": 75.0,
                "problem_solving_score": 80.0,
                "code_quality_score": None,
            }
        ],
        "skills": [{"name": "SQL", "slug": "sql", "score": 80.0, "answers": 1, "missing": ["Cost of an index"]}],
        "recommendations": ["Say what an index costs in space."],
    },
    response_only=True,
)


@extend_schema(tags=["insights"])
class InsightsView(APIView):
    @extend_schema(
        operation_id="insights_read",
        summary="Scores over time, skills, advice",
        responses=InsightsAnswer,
        examples=[EXAMPLE],
    )
    def get(self, request: Request) -> Response:
        actor = actor_of(request)
        latest = recent_interviews(actor)
        figures = figures_of(actor)
        advice = [text for interview in latest[:3] for text in interview.recommendations]
        return Response(
            {
                "interviews": figures.interviews,
                "average_score": figures.average,
                "best_score": figures.best,
                "progress": [
                    {
                        "interview": interview.pk,
                        "title": interview.title,
                        "completed_at": interview.completed_at,
                        "overall_score": interview.overall_score,
                        "communication_score": interview.communication_score,
                        "problem_solving_score": interview.problem_solving_score,
                        "code_quality_score": interview.code_quality_score,
                    }
                    for interview in reversed(latest)
                ],
                "skills": [
                    {
                        "name": level.name,
                        "slug": level.slug,
                        "score": level.score,
                        "answers": level.answers,
                        "missing": list(level.missing),
                    }
                    for level in skill_levels(actor)
                ],
                "recommendations": list(dict.fromkeys(advice))[:MOST_RECOMMENDATIONS],
            }
        )
