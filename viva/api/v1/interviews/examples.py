"""Examples of what the calls take and answer, for the description; a test holds their keys to the answers."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiExample

from viva.api.v1.interviews.shapes import MINE

_AT = "2026-03-02T09:30:00Z"

ROW: dict[str, Any] = {
    "id": 12,
    "uuid": "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed",
    "user": 3,
    "company": None,
    "candidate": None,
    "candidate_name": "",
    "candidate_email": "",
    "job": None,
    "title": "Backend interview",
    "description": "",
    "interview_type": "technical",
    "difficulty": "medium",
    "job_role": "Backend engineer",
    "company_name": "",
    "required_skills": ["Python", "SQL"],
    "duration_minutes": 30,
    "total_questions": 1,
    "use_ai": True,
    "enable_video": False,
    "enable_audio": False,
    "status": "in_progress",
    "created_at": _AT,
    "scheduled_at": None,
    "started_at": _AT,
    "ended_at": None,
    "completed_at": None,
    "released_at": None,
    "total_score": 0.0,
    "max_score": 0.0,
    "percentage": 0.0,
    "overall_score": None,
    "assessed": False,
}
QUESTION_SHOWN: dict[str, Any] = {
    "id": 17,
    "order": 1,
    "title": "",
    "question_text": "What does a database index cost?",
    "question_type": "technical",
    "difficulty": "easy",
    "expected_duration_minutes": 5,
    "is_ai_generated": True,
    "entry_point": "",
    "starters": {},
}
FIELDS: dict[str, Any] = ROW | {
    "job_position": None,
    "extra_minutes": 0,
    "interview_date": None,
    "job_description": "",
    "communication_score": None,
    "problem_solving_score": None,
    "code_quality_score": None,
    "overall_feedback": "",
    "strengths": [],
    "weaknesses": [],
    "recommendations": [],
}
INTERVIEW: dict[str, Any] = FIELDS | {"session_key": "", "interview_link": "", "questions": [QUESTION_SHOWN]}
_RESULT = {
    "status": "completed",
    "completed_at": _AT,
    "ended_at": _AT,
    "total_score": 8.0,
    "max_score": 10.0,
    "percentage": 80.0,
    "overall_score": 80.0,
    "assessed": True,
    "communication_score": 75.0,
    "problem_solving_score": 80.0,
    "overall_feedback": "You answered the question well.",
    "recommendations": ["Say what an index costs in space."],
}
RESPONSE: dict[str, Any] = {
    "id": 31,
    "interview": 12,
    "question": 17,
    "outcome": "answered",
    "text_response": "An index makes writes slower.",
    "code_response": "",
    "language": "",
    "audio_url": "",
    "video_url": "",
    "time_taken_seconds": 40,
    "hints_used": 0,
    "started_at": _AT,
    "submitted_at": _AT,
    "score": 8.0,
    "ai_feedback": "The answer covers 1 of 2 expected points. Which ones is said when the interview is completed.",
    "evaluation_metrics": {"clarity": 8.0, "relevance": 9.0, "depth": 7.0, "technical_accuracy": 8.0},
    "confidence": 0.8,
    "is_evaluated": True,
    "needs_review": False,
}
RESULTS: dict[str, Any] = (
    FIELDS
    | _RESULT
    | {
        "questions": [
            QUESTION_SHOWN
            | {
                "expected_answer": "Each write keeps the index up to date, and it takes space on disk.",
                "model_answer": "Reads find their rows sooner; in return every write has one thing more to keep.",
                "evaluation_criteria": ["Writes become slower", "It takes space on disk"],
            }
        ],
        "responses": [
            RESPONSE
            | {
                "covered": [{"text": "Writes become slower", "quote": "An index makes writes slower."}],
                "missing": [{"text": "It takes space on disk", "quote": None}],
                "criteria": [],
                "engine": "embedded",
                "model": "MiniLM",
                "rubric_version": "1",
                "code_result": None,
                "overrides": [],
            }
        ],
        "practise": [
            {
                "skill": "databases",
                "text": "Say aloud, in your own words and in two minutes, what was left out on databases; then "
                "answer these.",
                "lost": 3.5,
                "missed": ["It takes space on disk"],
                "questions": [
                    {
                        "id": "connection-limit-reached",
                        "text": "After you doubled the number of web servers, the database refuses connections.",
                        "kind": "technical",
                        "difficulty": "medium",
                    }
                ],
                "start_url": "https://viva.example.com/ai-interview/start/?question=connection-limit-reached",
            }
        ],
        "strictness": None,
        "pending_evaluations": 0,
    }
)
LINE: dict[str, Any] = {
    "number": 2,
    "speaker": "candidate",
    "kind": "text",
    "question": 17,
    "text": "An index makes writes slower.",
    "code": "",
    "at": _AT,
}
RECORDING: dict[str, Any] = {
    "id": 1,
    "kind": "audio",
    "content_type": "audio/webm",
    "started_at": _AT,
    "seconds": 61.5,
    "size": 492_310,
    "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "gaps": [{"begin": _AT, "end": _AT}],
    "expires_at": _AT,
    "url": "https://viva.example.org/recordings/WzEsM10:1vMb2c:fT4",
}


def sent(name: str, value: dict[str, Any]) -> OpenApiExample:
    return OpenApiExample(name, value, request_only=True)


def given(name: str, value: Any, status: str = "200") -> OpenApiExample:
    return OpenApiExample(name, value, response_only=True, status_codes=[status])


def told(message: str, interview: dict[str, Any] | None = None, status: str = "200") -> OpenApiExample:
    return given(message, {"message": message, "interview": INTERVIEW | (interview or {})}, status)


CREATE = sent(
    "One question for a backend engineer",
    {
        "title": "Backend interview",
        "job_role": "Backend engineer",
        "interview_type": "technical",
        "difficulty": "medium",
        "required_skills": ["Python", "SQL"],
        "total_questions": 1,
    },
)
CREATED = told("Interview created successfully", {"status": "scheduled", "started_at": None}, "201")
LISTED = given("A row", ROW)
LISTED_MINE = given("A row", {name: ROW[name] for name in (*MINE, "assessed")})
READ = given("In progress", INTERVIEW)
CHANGE = sent("Longer", {"duration_minutes": 45})
STARTED = told("Interview started successfully")
CANCEL = sent("With a reason", {"reason": "The position has been filled."})
CANCELLED = told("Interview cancelled successfully", {"status": "cancelled", "ended_at": _AT})
COMPLETED = told("Interview completed successfully", _RESULT)
QUESTION = sent(
    "A question of one's own",
    {
        "question_text": "What does a database index cost?",
        "question_type": "technical",
        "difficulty": "easy",
        "expected_answer": "Each write has to keep the index up to date, and it takes space on disk.",
    },
)
QUESTION_ADDED = given("The question", QUESTION_SHOWN | {"is_ai_generated": False}, "201")
QUESTIONS = given("A question", QUESTION_SHOWN)
ANSWER = sent(
    "An answer in words",
    {"question_id": 17, "text_response": "An index makes writes slower.", "time_taken_seconds": 40},
)
ANSWERED = given("Judged", {"message": "Response submitted successfully", "response": RESPONSE})
SCORE = sent("A person's score", {"score": 8.5, "reason": "Names the cost of writes in other words."})
SCORED = given("Changed", {"message": "Score updated successfully", "response": RESPONSE | {"score": 8.5}})
RESULT = given("The result", RESULTS)
TRANSCRIPT = given("A line", LINE)
RECORDINGS = given("A recording", RECORDING)
