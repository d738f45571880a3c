"""A scorecard in the shapes of the review page."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from viva.insights.quotes import mark_quotes
from viva.insights.recommendation import Suggestion
from viva.insights.scorecard import Scorecard, ScoredQuestion
from viva.insights.words import confidence_text, strictness_text, suggestion_text
from viva.interviews.enums import Difficulty
from viva.interviews.models import Interview
from viva.live.markdown import render_markdown
from viva.live.models import ChatMessage, CodeSubmission
from viva.live.models.session import MessageKind, Speaker
from viva.web.candidate.shown import question_shown
from viva.web.recruiter.review.forms import CommentForm, DecisionForm, OverrideForm
from viva.web.recruiter.review.hearing import heard_spans
from viva.web.recruiter.review.spoken import Utterances, spoken_shown

_TONES = {
    Suggestion.ADVANCE: ("success", "circle-check"),
    Suggestion.LOOK_CLOSER: ("warning", "search"),
    Suggestion.DO_NOT_ADVANCE: ("error", "circle-minus"),
    Suggestion.NONE: ("neutral", "circle-help"),
}


@dataclass(frozen=True, slots=True)
class Bound:
    """The one form of the page that was sent and refused; `response_id` is the answer of an `override`."""

    response_id: int | None = None
    override: OverrideForm | None = None
    comment: CommentForm | None = None
    decision: DecisionForm | None = None


def review_shown(interview: Interview, card: Scorecard, bound: Bound) -> dict[str, Any]:
    lines = _spoken(interview)
    spoken, spans, utterances = _by_question(lines), heard_spans(lines), Utterances(interview)
    tone, icon = _TONES[card.recommendation.suggestion]
    return {
        "card": card,
        "suggestion": suggestion_text(card.recommendation),
        "suggestion_tone": tone,
        "suggestion_icon": icon,
        "confidence": confidence_text(card.confidence),
        "strictness_text": strictness_text(card.recommendation.strictness),
        "strictness_now": _strictness_now(interview, card),
        "flags": _flags(card),
        "scores": [
            (_("Communication"), interview.communication_score),
            (_("Problem solving"), interview.problem_solving_score),
            (_("Code quality"), interview.code_quality_score),
        ],
        "levels": [
            {"label": Difficulty(each.difficulty).label, "score": each.score, "questions": each.questions}
            for each in card.levels
        ],
        "questions": [
            _question(each, spoken.get(each.question_id, []), bound, spans, utterances) for each in card.questions
        ],
    }


def _strictness_now(interview: Interview, card: Scorecard) -> str:
    """What the company is set to by now, "" where that is what the interview was held to."""
    company = interview.company
    changed = company is not None and company.strictness != card.recommendation.strictness
    return company.get_strictness_display() if company and changed else ""


def _flags(card: Scorecard) -> list[tuple[str, str, str]]:
    """(tone, icon, words) of everything that the overall score does not say."""
    counted = [
        (
            card.needing_review,
            "warning",
            "flag",
            ngettext("%d needs review", "%d need review", card.needing_review),
        ),
        (card.withheld, "warning", "circle-help", ngettext("%d not assessed", "%d not assessed", card.withheld)),
        (card.owed, "neutral", "hourglass", ngettext("%d still to be judged", "%d still to be judged", card.owed)),
        (card.not_reached, "neutral", "clock", ngettext("%d not reached", "%d not reached", card.not_reached)),
        (card.hints, "neutral", "lightbulb", ngettext("%d hint used", "%d hints used", card.hints)),
        (
            card.overridden,
            "neutral",
            "user-plus",
            ngettext("%d scored by a person", "%d scored by people", card.overridden),
        ),
    ]
    return [(tone, icon, words % count) for count, tone, icon, words in counted if count]


def _question(
    each: ScoredQuestion,
    spoken: list[ChatMessage],
    bound: Bound,
    spans: dict[int, tuple[int, int]],
    utterances: Utterances,
) -> dict[str, Any]:
    refused = bound.override if each.response_id and bound.response_id == each.response_id else None
    form = refused or (OverrideForm.of(each.response_id) if each.response_id else None)
    return question_shown(each.result) | {
        "scored": each,
        "form": form,
        "is_refused": refused is not None,
        "confidence": confidence_text(each.confidence) if each.confidence is not None else "",
        "lines": [
            _line(message, each) | {"span": spans.get(message.number), "again": utterances.of_line(message)}
            for message in spoken
        ],
        "unsent": utterances.unsent(each.question_id),
        "runs": [_run(run) for run in each.runs],
        "judge": _judge(each),
    }


def _judge(each: ScoredQuestion) -> str:
    judge = each.judged_by
    if judge is None:
        return ""
    versions = [
        judge.engine,
        judge.model,
        _("prompt %(version)s") % {"version": judge.prompt_version} if judge.prompt_version else "",
        _("rubric %(version)s") % {"version": judge.rubric_version} if judge.rubric_version else "",
    ]
    return ", ".join(part for part in versions if part)


def _run(run: CodeSubmission) -> dict[str, Any]:
    return {
        "number": run.number,
        "mode": run.get_mode_display(),
        "verdict": run.verdict,
        "passed": run.passed,
        "total": run.total,
        "at": run.created_at,
        "given": "\n".join(json.dumps(value, ensure_ascii=False) for value in run.given or []),
        "remark": run.remark,
        "source": run.source,
        "language": run.language,
    }


_DEEDS = {MessageKind.HINT_REQUEST: "lightbulb", MessageKind.RUN: "play", MessageKind.TRY: "play"} | {
    MessageKind.SUBMIT: "send"
}


def _line(message: ChatMessage, each: ScoredQuestion) -> dict[str, Any]:
    """A candidate's words with the quotes marked in them; what was done without words, by its name."""
    mine = message.speaker == Speaker.CANDIDATE
    quotes = [(point.quote, point.text) for point in each.covered if point.quote]
    return {
        "mine": mine,
        "name": _("Candidate") if mine else _("Interviewer"),
        "at": message.created_at,
        "deed": "" if message.text else message.get_kind_display(),
        "deed_icon": _DEEDS.get(MessageKind(message.kind), "info"),
        "parts": mark_quotes(message.text, quotes) if mine and message.text else [],
        "html": _html(message.text) if not mine else "",
        "spoken": spoken_shown(message) if mine else None,
    }


def _html(text: str) -> str:
    return mark_safe(render_markdown(text))  # noqa: S308 - sanitised by render_markdown


def _spoken(interview: Interview) -> list[ChatMessage]:
    return list(interview.session.messages.exclude(kind=MessageKind.VERDICT).order_by("number"))


def _by_question(lines: Iterable[ChatMessage]) -> dict[int, list[ChatMessage]]:
    """The conversation cut at its questions; what belongs to none stands with the one before."""
    found: dict[int, list[ChatMessage]] = defaultdict(list)
    current: int | None = None
    for message in lines:
        current = message.question_id or current
        if current is not None:
            found[current].append(message)
    return found


def opening(interview: Interview) -> list[dict[str, Any]]:
    """What was said before the first question."""
    lines: list[dict[str, Any]] = []
    for message in _spoken(interview):
        if message.question_id is not None:
            break
        mine = message.speaker == Speaker.CANDIDATE
        name = _("Candidate") if mine else _("Interviewer")
        lines.append({"name": name, "at": message.created_at, "text": _html(message.text)})
    return lines
