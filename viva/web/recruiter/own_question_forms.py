"""What is written of a company's own question: itself, and its key points as rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _
from pydantic import ValidationError

from viva.ai.bank.own import LONGEST, MOST, bank_form, read_own
from viva.ai.bank.roles import ROLES
from viva.ai.types import Question
from viva.interviews.enums import Difficulty
from viva.interviews.models import OwnQuestion
from viva.interviews.models.own_question import SpokenKind
from viva.interviews.question_wording import Remark, mistakes

PREFIX = "point"
MORE_ROWS = 3
_TEXTS = ("text", "kind", "difficulty", "clarification", "expected_answer", "model_answer")
_OF_ALL_ROWS = ("key_points", "follow_ups")
_LINES = _("One on each line.")


def _area(label: Any, rows: int, help_text: Any = "", *, required: bool = False) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=LONGEST, required=required, widget=widget, help_text=help_text)


class OwnQuestionForm(forms.Form):
    text = _area(_("Question"), 3, _("As the interviewer says it."), required=True)
    kind = forms.ChoiceField(label=_("Kind"), choices=SpokenKind.choices)
    difficulty = forms.ChoiceField(label=_("Difficulty"), choices=Difficulty.choices, initial=Difficulty.MEDIUM)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=1, max_value=60, initial=5)
    skills = forms.CharField(
        label=_("Skills"),
        max_length=500,
        required=False,
        help_text=_("Separated by commas, the main one first. For example: caching, databases"),
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        choices=list(ROLES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Chosen for interviews of these roles; without any, for every role."),
    )
    expected_answer = _area(
        _("Expected answer"), 5, _("A good answer as one would write it down. Answers are compared with it.")
    )
    clarification = _area(
        _("Clarification"),
        2,
        _("The question said plainly, for whoever asks what is meant. It gives nothing away."),
    )
    hints = _area(
        _("Hints"), 3, _("One on each line: first a nudge, then nearly the way. A company's interviews give none.")
    )
    model_answer = _area(
        _("Model answer"),
        5,
        _("The same as a strong candidate would say it. Reviewers read it beside the answer."),
    )

    advice: dict[str, list[str]] = {}

    def raw(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            **{name: given[name] for name in _TEXTS},
            "minutes": given["minutes"],
            "roles": given["roles"],
            "skills": given["skills"].split(","),
            "hints": given["hints"].splitlines(),
        }


class KeyPointForm(forms.Form):
    """One row. `id` keeps its place in follow-ups and in files; an emptied row is taken away."""

    id = forms.SlugField(max_length=60, required=False, widget=forms.HiddenInput)
    text = _area(_("Key point"), 2, _("One thing a good answer says."))
    weight = forms.FloatField(
        label=_("Weight"),
        required=False,
        min_value=0.1,
        max_value=5,
        widget=forms.NumberInput(attrs={"step": "any"}),
        help_text=_("From 0.1 to 5; without one it weighs 1."),
    )
    paraphrases = _area(_("Said otherwise"), 3, _LINES)
    follow_ups = _area(_("Follow-ups"), 3, _("Asked when this is missing. One on each line."))

    advice: dict[str, list[str]] = {}

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        written = any(cleaned.get(name) for name in ("paraphrases", "follow_ups"))
        if written and not cleaned.get("text"):
            self.add_error("text", _("Write the key point that this belongs to."))
        return cleaned

    def raw(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "id": given["id"],
            "text": given["text"],
            "weight": given["weight"] or 1.0,
            "paraphrases": given["paraphrases"].splitlines(),
            "follow_ups": given["follow_ups"].splitlines(),
        }


class _KeyPoints(forms.BaseFormSet):  # type: ignore[type-arg]
    def filled(self) -> list[KeyPointForm]:
        return [form for form in self.forms if form.cleaned_data.get("text")]


KeyPoints = forms.formset_factory(
    KeyPointForm,
    formset=_KeyPoints,
    extra=MORE_ROWS,
    max_num=MOST["key_points"],
    absolute_max=MOST["key_points"] + MORE_ROWS,
)


class Writing:
    """The form and its rows as one. `standing` is the question that is being changed, None for a new one."""

    def __init__(self, standing: OwnQuestion | None, data: Any = None) -> None:
        question = standing.as_question(with_bank_id=False) if standing else None
        self.kept = bank_form(question).get("wrong_answers", []) if question else []
        self.slug = standing.slug if standing else ""
        self.form = OwnQuestionForm(data, initial=_initial(question) if question else None)
        points = _points(question) if question else []
        self.points = cast(_KeyPoints, KeyPoints(data, initial=points, prefix=PREFIX))

    def with_more_rows(self) -> None:
        """What was typed, not yet looked at, and empty rows behind it."""
        typed = [{name: row[name].value() for name in row.fields} for row in self.points.forms]
        filled = [
            values for values in typed if any(values[name] for name in ("text", "paraphrases", "follow_ups"))
        ]
        self.form = OwnQuestionForm(initial={name: self.form[name].value() for name in self.form.fields})
        self.points = cast(_KeyPoints, KeyPoints(initial=filled, prefix=PREFIX))

    def read(self) -> Question | None:
        """None where something has to be mended first, which then stands at its field."""
        is_good = self.form.is_valid()
        if not self.points.is_valid() or not is_good:
            return None
        rows = self.points.filled()
        raw = {**self.form.raw(), "id": self.slug, "wrong_answers": self.kept}
        raw["key_points"] = [row.raw() for row in rows]
        try:
            return read_own(raw)
        except ValidationError as error:
            steps = [place for place, row in enumerate(rows) for _step in row.raw()["follow_ups"] if _step.strip()]
            for remark in mistakes(error):
                self._refuse(remark, steps)
            return None

    def advise(self, remarks: Iterable[Remark]) -> None:
        """What would make it better, to be shown at its field."""
        for form in (self.form, *self.points.forms):
            form.advice = {}
        for remark in remarks:
            form, name = self._place(remark.field)
            if name in _OF_ALL_ROWS and form is self.form:
                form.advice.setdefault("key_points", []).append(f"{remark.label}: {remark.message}")
            else:
                form.advice.setdefault(name, []).append(remark.message)

    @property
    def errors(self) -> bool:
        """Whether there is anything to mend, as a form's own `errors` tells."""
        return bool(self.problems or self.non_field_errors)

    @property
    def non_field_errors(self) -> list[str]:
        return [*self.form.non_field_errors(), *self.points.non_form_errors()]

    @property
    def problems(self) -> list[tuple[str, str, str]]:
        """What is to be mended, each with the id and the label of its field."""
        found = [(each.auto_id, str(each.label), str(problem)) for each in self.form for problem in each.errors]
        for number, row in enumerate(self.points.forms, start=1):
            label = _("Key point %(number)d, %(part)s")
            found += [
                (each.auto_id, label % {"number": number, "part": str(each.label).lower()}, str(problem))
                for each in row
                for problem in each.errors
            ]
        return found

    @property
    def advice_count(self) -> int:
        forms_shown = (self.form, *self.points.forms)
        return sum(len(told) for form in forms_shown for told in form.advice.values())

    def _refuse(self, remark: Remark, steps: list[int]) -> None:
        field = remark.field
        if field.startswith("follow_ups.") and (place := int(field.split(".")[1])) < len(steps):
            field = f"key_points.{steps[place]}.follow_ups"
        form, name = self._place(field)
        form.add_error(name if name in form.fields else None, remark.message)

    def _place(self, field: str) -> tuple[Any, str]:
        """The form and its field for a path of the bank's form."""
        parts = field.split(".")
        if parts[0] != "key_points" or len(parts) == 1:
            return self.form, parts[0]
        rows = self.points.filled() if self.points.is_bound else self.points.forms
        name = parts[2] if len(parts) > 2 else "text"
        return rows[int(parts[1])], name if name in KeyPointForm.base_fields else "text"


def _initial(question: Question) -> dict[str, Any]:
    shown = bank_form(question)
    return {
        **{name: shown.get(name, "") for name in _TEXTS},
        "minutes": question.minutes,
        "roles": list(question.roles),
        "skills": ", ".join(question.skills),
        "hints": "\n".join(question.hints),
    }


def _points(question: Question) -> list[dict[str, Any]]:
    return [
        {
            "id": point.id,
            "text": point.text,
            "weight": f"{point.weight:g}",
            "paraphrases": "\n".join(point.paraphrases),
            "follow_ups": "\n".join(step.text for step in question.follow_ups if step.key_point == point.id),
        }
        for point in question.key_points
    ]


class FileForm(forms.Form):
    """A file, or the same pasted."""

    file = forms.FileField(
        label=_("YAML or CSV file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".yaml,.yml,.csv,text/csv,application/yaml"}),
    )
    text = forms.CharField(
        label=_("Or paste it"),
        required=False,
        strip=False,
        max_length=2 * 1024 * 1024,  # of 1 MB once each line's end is one character again
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("file") and not (cleaned.get("text") or "").strip() and not self.errors:
            raise forms.ValidationError(_("Choose a file, or paste the questions."))
        return cleaned
