"""The start page's form: filled from profile and history, every field optional."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from viva.accounts.models import CodingLanguage, Profile
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
}
_LEVEL_DIFFICULTY = {"junior": Difficulty.EASY, "senior": Difficulty.HARD, "lead": Difficulty.HARD}


class StartForm(forms.Form):
    role = forms.CharField(
        label=_("Role"), max_length=120, required=False, help_text=_("For example: back-end developer")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=InterviewType.choices, required=False)
    difficulty = forms.ChoiceField(label=_("Difficulty"), choices=Difficulty.choices, required=False)
    minutes = forms.TypedChoiceField(label=_("Length"), choices=LENGTHS, coerce=int, required=False)
    language = forms.ChoiceField(label=_("Coding language"), required=False)
    mode = forms.ChoiceField(label=_("Mode"), choices=Mode.choices, required=False, widget=forms.RadioSelect)
    skill = forms.CharField(max_length=50, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Only the languages that code can be judged in here are offered; one wished for that is not gives way."""
        super().__init__(*args, **kwargs)
        offered = [(language.name, language.title) for language in known.languages]
        cast(forms.ChoiceField, self.fields["language"]).choices = offered
        if not known.can(str(self.initial.get("language"))):
            self.initial["language"] = offered[0][0]

    def choice(self, *, skills: list[str]) -> PracticeChoice:
        """What was chosen; what was left empty is as the form was filled beforehand."""
        chosen = {name: str(self.cleaned_data.get(name) or self.initial[name]) for name in self.fields}
        wanted = [chosen["skill"]] if chosen["skill"] else skills
        return PracticeChoice(
            role=chosen["role"],
            kind=chosen["kind"],
            difficulty=chosen["difficulty"],
            minutes=int(chosen["minutes"]),
            language=chosen["language"],
            mode=Mode(chosen["mode"]),
            skills=tuple(wanted),
        )


def prefill(profile: Profile, latest: Interview | None, *, skill: str = "") -> dict[str, Any]:
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
