"""The result page's context: answered, skipped, not reached, with code and hidden tests."""

from __future__ import annotations

from typing import Any

from tests.web.gallery.people import ARABIC, COMPETENCIES, NOW, interview

CODE = """def merge(meetings):
    meetings.sort()
    merged = [meetings[0]]
    for start, end in meetings[1:]:
        if start <= merged[-1][1]:
            merged[-1][1] = max(merged[-1][1], end)
        else:
            merged.append([start, end])  # a line too long for a phone, which scrolls by itself
    return merged
"""


def _question(number: int, **given: Any) -> dict[str, Any]:
    return {
        "number": number,
        "text": "A page that lists a customer's orders has become slow. How do you find out why?",
        "kind": "Technical",
        "status": "answered",
        "score": 7.5,
        "needs_review": False,
        "hints_used": 0,
        "feedback": "Measuring first was right. Say what you would expect to see in the plan.",
        "answers": [],
        "missing": [],
        "model_answer": "Measure first: the slow query log names the statement.\n\nThen read its plan.",
        "code": None,
        **given,
    }


ANSWERS = [
    {
        "asked": None,
        "parts": [
            {"text": "First I would look ", "covered": ""},
            {
                "text": "which query takes the time, in the slow query log",
                "covered": "Measures before changing",
            },
            {"text": ". Then I would add an index, perhaps.", "covered": ""},
        ],
    },
    {
        "asked": "How would you know that the index is used?",
        "parts": [{"text": ARABIC + " EXPLAIN", "covered": ""}],
    },
]
TESTS = [
    {
        "name": "Two that overlap",
        "verdict": "AC",
        "time_ms": 1.2,
        "memory_kb": 9100,
        "input": "[[1, 3], [2, 6]]",
        "expected": "[[1, 6]]",
        "got": "[[1, 6]]",
    },
    {
        "name": "No meetings",
        "verdict": "RE",
        "time_ms": 0.9,
        "memory_kb": 9000,
        "input": "[]",
        "expected": "[]",
        "got": "IndexError: list index out of range",
    },
    {"name": "Ten thousand", "verdict": "TLE", "time_ms": 2000.0, "memory_kb": 31000, "input": None},
]
CRITERIA = [
    {
        "text": "The situation, a particular occasion with its circumstances",
        "quote": "Last summer our hall was flooded three days before the concert.",
        "advice": "",
        "degree": "full",
    },
    {
        "text": "The result, how it came out",
        "quote": "In the end everybody came.",
        "advice": "Say how much it changed, with a number, a date or a comparison.",
        "degree": "partly",
    },
    {
        "text": "What was learned from it",
        "quote": "",
        "advice": "Close with what you learned, or do otherwise since.",
        "degree": "not",
    },
]


def _practise(name: str, missed: list[str], *texts: str) -> dict[str, Any]:
    given = [
        {"text": text, "kind": "Technical", "difficulty": level, "url": "/ai-interview/start/?question=a"}
        for text, level in zip(texts, ("Easy", "Medium", "Medium"), strict=False)
    ]
    told = "Say aloud, in your own words and in two minutes, what was left out; then answer these."
    return {"name": name, "text": told, "missed": missed, "url": "/ai-interview/start/", "questions": given}


PRACTISE = [
    _practise(
        "Databases",
        ["How the planner chooses an index", "What an index costs on every write"],
        "A table keeps every change of a customer's address with a time stamp. How would you get the current "
        "address of each customer in SQL, and what do you watch out for?",
        "Last night a nightly job died halfway through, and somebody started it again. How do you build one so "
        "that running it twice does no harm?",
        "Analysts run reports on your production database, and both the reports and the shop are slow by now.",
    ),
    _practise("API design", ["The verb says what is done"], "A partner cannot tell success from failure. Why?"),
    _practise("Intervals", [], "Rooms for meetings", "Calm stretch"),
]


def result() -> dict[str, Any]:
    return {
        "interview": interview(),
        "resume_url": None,
        "verdict": "Strong on finding causes; say more about why a cure works.",
        "competencies": COMPETENCIES,
        "questions": [
            _question(1, answers=ANSWERS, missing=["How the planner chooses an index."], hints_used=2),
            _question(
                2,
                text="Merge overlapping meetings.",
                kind="Coding",
                needs_review=True,
                code={
                    "text": CODE,
                    "language": "Python",
                    "passed": 1,
                    "total": 3,
                    "tests": TESTS,
                    "any_hidden": True,
                },
            ),
            _question(8, text="Tell me about a promise.", kind="Behavioural", answers=ANSWERS, criteria=CRITERIA),
            _question(3, status="skipped", score=0, feedback=""),
            _question(6, status="dont_know", score=0, feedback=""),
            _question(7, status="left", score=0, feedback=""),
            _question(4, status="not_reached", score=None, feedback=""),
            _question(5, status="not_assessed", score=None, feedback="", needs_review=True),
        ],
        "transcript": [
            {"mine": False, "name": "Interviewer", "at": NOW, "text": "Hello Asha. Shall we begin?"},
            {"mine": True, "name": "You", "at": NOW, "text": "Yes <script>alert(1)</script>"},
        ],
        "practise_items": PRACTISE,
        "compare": {
            "number": 1,
            "question": "A page that lists a customer's orders has become slow. How do you find out why?",
            "answer": "I would measure before I touch anything. The slow query log names the statement, and its "
            "plan shows whether the index on the customer is used.\n\nThen I change one thing and measure again.",
        },
        "practise_next": [
            {"name": "Databases", "slug": "databases", "reason": "Index choice was missing in two answers."}
        ],
        "evaluated_by": "the embedded engine, rubric 1",
    }
