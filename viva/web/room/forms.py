"""The start page's form: filled from profile and history, every field optional."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from viva.accounts.lines import distinct_lines, tidy_line
from viva.accounts.models import CodingLanguage
from viva.accounts.models import Profile as Person
from viva.ai.bank import load_bank
from viva.ai.profile import Profile
from viva.ai.types import Kind, Question
from viva.interviews.enums import Difficulty, InterviewType, Mode
from viva.interviews.models import Interview
from viva.live.languages import known
from viva.live.services.sessions import PracticeChoice

LENGTHS = [(15, _("15 minutes")), (30, _("30 minutes")), (45, _("45 minutes")), (60, _("60 minutes"))]
DEFAULTS = {
    "role": "Software engineer",
    "kind": InterviewType.TECHNICAL,
    "difficulty": Difficulty.MEDIUM,
    "minutes": 30,
    "language": CodingLanguage.PYTHON,
    "mode": Mode.PRACTICE,
    "skill": "",
    "pace": "follows",
    "questions": "",
}
PACES = [("follows", _("Adapts to you")), ("stays", _("Stays the same"))]
MOST_QUESTIONS = 5
SLACK = 1.25  # time for greeting and follow-ups, beside what the questions take
MOST_SKILLS, LONGEST_SKILL = 30, 60
_LEVEL_DIFFICULTY = {"junior": Difficulty.EASY, "senior": Difficulty.HARD, "lead": Difficulty.HARD}


class NamedSkills(forms.MultipleChoiceField):
    """Ticked among those read out of a text, which is kept nowhere: any short name will do."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: str) -> bool:
        return len(value) <= LONGEST_SKILL

    def clean(self, value: Any) -> list[str]:
        return distinct_lines(tidy_line(name) for name in super().clean(value))[:MOST_SKILLS]


class StartForm(forms.Form):
    role = forms.CharField(
        label=_("Role"), max_length=120, required=False, help_text=_("For example: back-end developer")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=InterviewType.choices, required=False)
    difficulty = forms.ChoiceField(label=_("Difficulty"), choices=Difficulty.choices, required=False)
    pace = forms.ChoiceField(label=_("As it goes on"), choices=PACES, required=False)
    minutes = forms.TypedChoiceField(label=_("Length"), choices=LENGTHS, coerce=int, required=False)
    language = forms.ChoiceField(label=_("Coding language"), required=False)
    mode = forms.ChoiceField(label=_("Mode"), choices=Mode.choices, required=False, widget=forms.RadioSelect)
    skill = forms.CharField(max_length=50, required=False, widget=forms.HiddenInput)
    questions = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)
    found = NamedSkills(label=_("Ask about these first"), required=False)
    more = forms.CharField(
        label=_("Other skills"), required=False, max_length=1000, help_text=_("Separated by commas.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Only the languages that code can be judged in here are offered; one wished for that is not gives way."""
        super().__init__(*args, **kwargs)
        offered = [(language.name, language.title) for language in known.languages]
        cast(forms.ChoiceField, self.fields["language"]).choices = offered
        if not known.can(str(self.initial.get("language"))):
            self.initial["language"] = offered[0][0]

    def clean_more(self) -> list[str]:
        names = distinct_lines(tidy_line(name) for name in self.cleaned_data["more"].split(","))
        if len(names) > MOST_SKILLS or any(len(name) > LONGEST_SKILL for name in names):
            told = _("Name at most %(most)d skills of at most %(longest)d characters, parted by commas.")
            raise ValidationError(told, params={"most": MOST_SKILLS, "longest": LONGEST_SKILL})
        return names

    def choice(self, *, skills: list[str], level: str) -> PracticeChoice:
        """What was chosen; what was left empty is as the form was filled beforehand."""
        chosen = {name: str(self.cleaned_data.get(name) or self.initial[name]) for name in DEFAULTS}
        first = [chosen["skill"]] if chosen["skill"] else []
        wanted = distinct_lines([*first, *self.cleaned_data["found"], *self.cleaned_data["more"]])
        return PracticeChoice(
            role=chosen["role"],
            kind=chosen["kind"],
            difficulty=chosen["difficulty"],
            minutes=int(chosen["minutes"]),
            language=chosen["language"],
            mode=Mode(chosen["mode"]),
            skills=tuple(wanted or skills),
            level=level,
            questions=tuple(question.id for question in named_questions(chosen["questions"].split())),
            adaptive=chosen["pace"] == "follows",
        )


def named_questions(ids: Iterable[str]) -> tuple[Question, ...]:
    """Of the built-in bank, MOST_QUESTIONS at most; what it does not have is passed over."""
    known = load_bank().by_id
    return tuple(known[each] for each in dict.fromkeys(ids) if each in known)[:MOST_QUESTIONS]


def suited_to(questions: Sequence[Question]) -> dict[str, Any]:
    """The form's values for an interview of just these questions: their kind and level, and time enough."""
    minutes = sum(question.minutes for question in questions)
    kinds = [question.kind for question in questions]
    return {
        "kind": (Kind.CODING if Kind.CODING in kinds else kinds[0]).value,
        "difficulty": questions[-1].difficulty.value,
        "minutes": next((length for length, _label in LENGTHS if length >= minutes * SLACK), LENGTHS[-1][0]),
        "questions": " ".join(question.id for question in questions),
    }


def prefill(profile: Person, latest: Interview | None, *, skill: str = "") -> dict[str, Any]:
    """The form's first values: the latest interview's, else the profile's, else the defaults."""
    filled: dict[str, Any] = DEFAULTS | {"skill": skill[:50]}
    filled["difficulty"] = _LEVEL_DIFFICULTY.get(profile.level, Difficulty.MEDIUM)
    filled["language"] = profile.coding_language
    if latest:
        filled |= {
            "role": latest.job_role or filled["role"],
            "kind": latest.interview_type,
            "difficulty": latest.difficulty,
            "minutes": latest.duration_minutes,
            "mode": latest.mode,
        }
    if profile.target_role:
        filled["role"] = profile.target_role
    return filled


def filled_from(read: Profile, typed: Any, *, initial: dict[str, Any]) -> dict[str, Any]:
    """The form's values after a text was read: what it tells, else what was chosen before, else the first ones."""
    chosen = {name: typed[name] for name in DEFAULTS if name not in {"skill", "questions"} and typed.get(name)}
    filled = {**initial, **chosen, "skill": "", "questions": "", "found": [skill.label for skill in read.wanted]}
    if read.sure or read.skills:
        filled["role"] = read.role_name
    if read.tells_level:
        filled["difficulty"] = read.level.difficulty.value
    return filled


def skill_rows(form: StartForm, read: Profile | None) -> list[dict[str, Any]]:
    """What can be ticked: each skill with the words it was found in, which a form sent back no longer has."""
    ticked = form["found"].value() or []
    if read is None:
        return [{"label": tidy_line(name)[:LONGEST_SKILL], "ticked": True} for name in ticked[:MOST_SKILLS]]
    return [
        {"label": skill.label, "quote": skill.quote, "optional": skill.optional, "ticked": skill.label in ticked}
        for skill in read.skills
    ]
