"""The report for people: a PDF with the scorecard, its evidence and the decision. Comments stay in the house."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from viva.core.time import now
from viva.insights.figures import whole
from viva.insights.reports.paper import Paper
from viva.insights.scorecard import Point, Scorecard, ScoredQuestion
from viva.insights.words import confidence_text, outcome_text, strictness_text, suggestion_text
from viva.interviews.enums import Difficulty
from viva.interviews.models import Consent, Interview, Verdict

_MOST_CODE = 4_000


def sheet_of(interview: Interview, card: Scorecard) -> bytes:
    who = interview.candidate_name or interview.candidate_email or _("Candidate")
    paper = Paper(title=f"{who} - {interview.title}", made_at=now())
    paper.heading(who, size=18)
    paper.note(interview.title)
    paper.ln(2)
    _facts(paper, interview)
    _overall(paper, interview, card)
    _decision(paper, interview)
    paper.heading(_("Question by question"))
    for each in card.questions:
        _question(paper, each)
    paper.rule()
    paper.note(
        _(
            "An AI asked and scored; people can change scores and they decide. Quotes stand word for word in the "
            "answers. Letters that this report's type lacks are written in Latin letters or as codes; the JSON "
            "report has every text as it was written."
        )
    )
    return paper.bytes()


def _facts(paper: Paper, interview: Interview) -> None:
    paper.fact(_("Company"), interview.company.name if interview.company else "")
    paper.fact(_("Job"), interview.job.title if interview.job else interview.job_role)
    paper.fact(_("E-mail"), interview.candidate_email)
    paper.fact(_("Begun"), _time(interview.started_at))
    paper.fact(_("Completed"), _time(interview.completed_at))
    consent = Consent.objects.filter(interview=interview).first()
    if consent:
        paper.fact(_("Consent"), f"{consent.version}, {_time(consent.given_at)}")


def _time(at: datetime | None) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M %Z}" if at else ""


def _overall(paper: Paper, interview: Interview, card: Scorecard) -> None:
    paper.heading(_("Overall"))
    paper.fact(_("Suggestion"), suggestion_text(card.recommendation))
    paper.fact(_("Strictness"), str(card.recommendation.strictness.label))
    paper.fact(_("Overall score"), _percent(interview.overall_score))
    paper.fact(
        _("Points"), _("%(points)g of %(most)g") % {"points": interview.total_score, "most": interview.max_score}
    )
    paper.fact(_("Communication"), _percent(interview.communication_score))
    paper.fact(_("Problem solving"), _percent(interview.problem_solving_score))
    paper.fact(_("Code quality"), _percent(interview.code_quality_score))
    paper.fact(_("Confidence"), confidence_text(card.confidence))
    for each in card.competencies:
        paper.fact(each.name, _points(each.score))
    if len(card.levels) > 1:
        for level in card.levels:
            paper.fact(str(Difficulty(level.difficulty).label), _points(level.score))
    paper.note(strictness_text(card.recommendation.strictness))
    if interview.overall_feedback:
        paper.ln(1)
        paper.text_block(interview.overall_feedback)
        if card.overridden:
            paper.note(
                _(
                    "Written by the machine; a person has changed a score since. The figures above are those "
                    "that count."
                )
            )


def _percent(score: float | None) -> str:
    return _("Not assessed") if score is None else f"{whole(score)}/100"


def _points(score: float | None) -> str:
    return _("Not assessed") if score is None else f"{score:g}/10"


def _decision(paper: Paper, interview: Interview) -> None:
    latest = interview.decisions.select_related("by").order_by("-pk").first()
    if latest is None:
        return
    paper.heading(_("Decision"))
    by = latest.by.get_full_name() if latest.by else _("A former member")
    paper.text_block(str(Verdict(latest.verdict).label), bold=True)
    if latest.reason:
        paper.text_block(latest.reason)
    paper.note(f"{by}, {_time(latest.created_at)}")


def _question(paper: Paper, each: ScoredQuestion) -> None:
    result = each.result
    paper.heading(f"{result.number}. {_points(result.score)}", size=11)
    paper.text_block(result.text, bold=True, most=2_000)
    _marks(paper, each)
    for answer in result.answers:
        if answer.asked:
            paper.note(answer.asked)
        paper.text_block("".join(part.text for part in answer.parts))
    if result.code:
        passed = {"passed": result.code.passed, "total": result.code.total}
        paper.note(_("Code: %(passed)d of %(total)d tests passed") % passed)
        paper.text_block(result.code.text, size=8, most=_MOST_CODE)
    _evidence(paper, _("Covered"), each.covered)
    _evidence(paper, _("Missing"), each.missing)
    if result.feedback:
        paper.note(result.feedback)
    _judges(paper, each)


def _marks(paper: Paper, each: ScoredQuestion) -> None:
    """What the score alone does not say."""
    marks = [str(Difficulty(each.result.difficulty).label), outcome_text(each.result.status)]
    if each.result.needs_review:
        marks.append(_("needs review"))
    if each.result.hints_used:
        marks.append(_("hints used: %(count)d") % {"count": each.result.hints_used})
    if each.why_unscored:
        marks.append(each.why_unscored)
    paper.note(" - ".join(marks))


def _evidence(paper: Paper, title: str, points: list[Point]) -> None:
    if points:
        paper.note(title)
    for each in points:
        paper.point("•", f"{each.text} “{each.quote}”" if each.quote else each.text)


def _judges(paper: Paper, each: ScoredQuestion) -> None:
    for person in each.overrides:
        words = {
            "before": _points(person.before),
            "after": _points(person.score),
            "by": person.by or _("A former member"),
            "reason": person.reason,
        }
        paper.text_block(_("Changed from %(before)s to %(after)s by %(by)s: %(reason)s") % words, size=9)
    if each.judged_by:
        judge = each.judged_by
        versions = (judge.engine, judge.model, judge.prompt_version, judge.rubric_version)
        paper.note(_("Judged by %(judge)s") % {"judge": " ".join(part for part in versions if part)})
