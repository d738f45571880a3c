"""The whole record of an interview as JSON, described by `record.schema.json` beside this file.

`version` grows with every change that a reader could trip over. What hidden tests take and expect is in no
report: other candidates are given the same problem.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from viva.core.time import now
from viva.insights.reports.sound import SaidAloud, recording_shape
from viva.insights.scorecard import Scorecard, ScoredQuestion, held_to
from viva.insights.trail import trail_of
from viva.insights.words import strictness_text
from viva.interviews.models import Consent, Interview
from viva.live.models.session import MessageKind

FORMAT, VERSION = "viva.interview", 3
SCHEMA = Path(__file__).with_name("record.schema.json")

Shape = dict[str, Any]


def record_of(interview: Interview, card: Scorecard) -> bytes:
    aloud = SaidAloud(interview)
    shape: Shape = {
        "format": FORMAT,
        "version": VERSION,
        "made_at": now(),
        "interview": _interview(interview),
        "scores": _scores(interview, card),
        "recommendation": asdict(card.recommendation)
        | {"explanation": strictness_text(card.recommendation.strictness)},
        "consent": _consent(interview),
        "person_requests": [
            {"at": each.created_at, "note": each.note, "handled_at": each.handled_at}
            for each in interview.person_requests.order_by("pk")
        ],
        "questions": [_question(each) for each in card.questions],
        "transcript": _transcript(interview, aloud),
        "unsent": aloud.unsent,
        "recording": recording_shape(interview),
        "decisions": [
            {"verdict": each.verdict, "reason": each.reason, "by": _name(each), "at": each.created_at}
            for each in interview.decisions.select_related("by").order_by("pk")
        ],
        "comments": [
            {"text": each.text, "by": _name(each), "at": each.created_at}
            for each in interview.comments.select_related("by").order_by("pk")
        ],
        "trail": [asdict(deed) for deed in trail_of(interview.pk)],
    }
    return json.dumps(shape, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1).encode()


def _name(row: Any) -> str | None:
    return row.by.get_full_name() if row.by else None


def _interview(interview: Interview) -> Shape:
    return {
        "id": interview.pk,
        "uuid": interview.uuid,
        "title": interview.title,
        "company": interview.company.name if interview.company else "",
        "job": interview.job.title if interview.job else interview.job_role,
        "candidate": {"name": interview.candidate_name, "email": interview.candidate_email},
        "type": interview.interview_type,
        "difficulty": interview.difficulty,
        "adaptive": interview.adaptive,
        "status": interview.status,
        "strictness": held_to(interview) if interview.company else "",
        "duration_minutes": interview.duration_minutes,
        "scheduled_at": interview.scheduled_at,
        "started_at": interview.started_at,
        "completed_at": interview.completed_at,
        "released_at": interview.released_at,
    }


def _scores(interview: Interview, card: Scorecard) -> Shape:
    return {
        "assessed": interview.assessed,
        "overall": interview.overall_score,
        "communication": interview.communication_score,
        "problem_solving": interview.problem_solving_score,
        "code_quality": interview.code_quality_score,
        "points": interview.total_score,
        "of": interview.max_score,
        "confidence": card.confidence,
        "competencies": [asdict(each) for each in card.competencies],
        "levels": [asdict(each) for each in card.levels],
        "feedback": interview.overall_feedback,
        "feedback_by": interview.feedback_engine,
        "strengths": interview.strengths,
        "weaknesses": interview.weaknesses,
        "recommendations": interview.recommendations,
        "practise": interview.practise_items,
    }


def _consent(interview: Interview) -> Shape | None:
    consent = Consent.objects.filter(interview=interview).first()
    if consent is None:
        return None
    return {
        "version": consent.version,
        "locale": consent.locale,
        "ai_evaluation": consent.ai_evaluation,
        "recording": consent.recording,
        "retention_days": consent.retention_days,
        "given_at": consent.given_at,
    }


def _question(each: ScoredQuestion) -> Shape:
    result = each.result
    return {
        "number": result.number,
        "text": result.text,
        "kind": result.kind,
        "difficulty": result.difficulty,
        "planned_difficulty": result.planned_difficulty,
        "outcome": result.status,
        "score": result.score,
        "machine_score": each.machine_score,
        "why_unscored": each.why_unscored,
        "confidence": each.confidence,
        "needs_review": result.needs_review,
        "owed": each.is_owed,
        "metrics": each.metrics,
        "hints_used": result.hints_used,
        "seconds": each.seconds,
        "skills": result.skills,
        "answer": ["".join(part.text for part in answer.parts) for answer in result.answers],
        "covered": [asdict(point) for point in each.covered],
        "missing": [asdict(point) for point in each.missing],
        "feedback": result.feedback,
        "judged_by": asdict(each.judged_by) if each.judged_by else None,
        "overrides": [asdict(person) for person in each.overrides],
        "code_runs": [
            {
                "mode": run.mode,
                "language": run.language,
                "source": run.source,
                "verdict": run.verdict,
                "passed": run.passed,
                "total": run.total,
                "at": run.created_at,
            }
            for run in each.runs
        ],
    }


def _transcript(interview: Interview, aloud: SaidAloud) -> list[Shape]:
    """Of a room; an interview held over the API has answers instead of a conversation."""
    return [
        {
            "number": line.number,
            "speaker": line.speaker,
            "kind": line.kind,
            "text": line.text,
            "at": line.created_at,
            "spoken": aloud.of(line),
        }
        for line in interview.session.messages.exclude(kind=MessageKind.VERDICT).order_by("number")
    ]
