"""Examples of what the calls take, for the description."""

from drf_spectacular.utils import OpenApiExample

CREATE = OpenApiExample(
    "Five questions for a backend engineer",
    {
        "title": "Backend interview",
        "job_role": "Backend engineer",
        "interview_type": "technical",
        "difficulty": "medium",
        "required_skills": ["Python", "SQL"],
        "total_questions": 5,
    },
    request_only=True,
)
QUESTION = OpenApiExample(
    "A question of one's own",
    {
        "question_text": "What does a database index cost?",
        "question_type": "technical",
        "difficulty": "easy",
        "expected_answer": "Each write has to keep the index up to date, and it takes space on disk.",
    },
    request_only=True,
)
ANSWER = OpenApiExample(
    "An answer in words",
    {"question_id": 17, "text_response": "An index makes writes slower.", "time_taken_seconds": 40},
    request_only=True,
)
SCORE = OpenApiExample(
    "A person's score",
    {"score": 8.5, "reason": "Names the cost of writes in other words."},
    request_only=True,
)
