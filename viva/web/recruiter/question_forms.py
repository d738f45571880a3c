"""What the interviews of a job ask."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from viva.accounts.actors import Actor
from viva.ai.bank import load_bank
from viva.ai.types import Question
from viva.interviews.enums import Difficulty, InterviewType, QuestionType
from viva.interviews.models import InterviewTemplate, QuestionSet
from viva.interviews.models.hiring import QuestionSource
from viva.interviews.own_questions import own_bank, picked_of
from viva.interviews.selectors import templates_for
from viva.interviews.services.question_sets import ChosenQuestion, QuestionSetWords

MOST_QUESTIONS = 20
_TYPES = {"hr": QuestionType.GENERAL}


class QuestionSetForm(forms.Form):
    source = forms.ChoiceField(
        label=_("Where the questions come from"), choices=QuestionSource.choices, widget=forms.RadioSelect
    )
    interview_type = forms.ChoiceField(label=_("Kind"), choices=InterviewType.choices)
    difficulty = forms.ChoiceField(label=_("Difficulty"), choices=Difficulty.choices)
    total_questions = forms.IntegerField(
        label=_("Number of generated questions"), min_value=1, max_value=MOST_QUESTIONS
    )
    adaptive = forms.BooleanField(
        label=_("Let the difficulty follow the answers"),
        required=False,
        help_text=_(
            "After strong answers Viva asks a harder question of the same skill, after weak ones an easier one. "
            "Candidates are then asked different questions: compare them per difficulty."
        ),
    )
    template = forms.ModelChoiceField(
        label=_("Template"), queryset=InterviewTemplate.objects.none(), required=False
    )
    picked = forms.MultipleChoiceField(label=_("Picked questions"), required=False)

    def __init__(self, actor: Actor, question_set: QuestionSet, data: Any = None) -> None:
        super().__init__(data, initial=_initial(question_set))
        usable = templates_for(actor).filter(is_active=True).exclude(questions=[])
        cast(forms.ModelChoiceField, self.fields["template"]).queryset = usable  # type: ignore[type-arg]
        self.ticked = set(self["picked"].value() or [])
        self.own = _offered(question_set, self.ticked)
        every = [(question.id, question.text) for question in (*self.own, *load_bank())]
        cast(forms.MultipleChoiceField, self.fields["picked"]).choices = every

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("source") == QuestionSource.TEMPLATE and not cleaned.get("template"):
            self.add_error("template", _("Choose a template."))
        return cleaned

    def kinds(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The questions of Viva by kind, each with whether it is ticked."""
        return self._by_kind(load_bank())

    def own_kinds(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """The company's own in the same way."""
        return self._by_kind(self.own)

    def _by_kind(self, questions: Iterable[Question]) -> list[tuple[str, list[dict[str, Any]]]]:
        groups: dict[str, list[dict[str, Any]]] = {value: [] for value in InterviewType.values}
        for question in questions:
            groups[question.kind.value].append(_shown(question, ticked=question.id in self.ticked))
        return [(str(InterviewType(kind).label), rows) for kind, rows in groups.items() if rows]

    def words(self, typed: list[ChosenQuestion]) -> QuestionSetWords:
        given = self.cleaned_data
        known = {**load_bank().by_id, **{question.id: question for question in self.own}}
        picked = [entry_of(known[name]) for name in given["picked"]]
        return {
            "source": given["source"],
            "interview_type": given["interview_type"],
            "difficulty": given["difficulty"],
            "total_questions": given["total_questions"],
            "adaptive": given["adaptive"],
            "template": given["template"],
            "questions": [*picked, *typed],
        }


class TypedQuestionForm(forms.Form):
    question = forms.CharField(
        label=_("Question"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    type = forms.ChoiceField(
        label=_("Type"),
        choices=[choice for choice in QuestionType.choices if choice[0] != QuestionType.CODING],
        required=False,
    )
    difficulty = forms.ChoiceField(
        label=_("Difficulty"), choices=Difficulty.choices, initial=Difficulty.MEDIUM, required=False
    )
    expected_answer = forms.CharField(
        label=_("Expected answer"),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What a good answer says. Answers are judged by it; without it a person has to."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("expected_answer") and not cleaned.get("question"):
            self.add_error("question", _("Write the question to this answer."))
        return cleaned


class _Typed(forms.BaseFormSet):  # type: ignore[type-arg]
    def entries(self) -> list[ChosenQuestion]:
        """Those with a question in them."""
        return [
            {
                "question": form.cleaned_data["question"],
                "type": form.cleaned_data["type"] or QuestionType.GENERAL.value,
                "difficulty": form.cleaned_data["difficulty"] or Difficulty.MEDIUM.value,
                "expected_answer": form.cleaned_data["expected_answer"],
                "bank_id": "",
            }
            for form in self.forms
            if form.cleaned_data.get("question")
        ]


TypedQuestions = forms.formset_factory(
    TypedQuestionForm, formset=_Typed, extra=3, max_num=MOST_QUESTIONS, absolute_max=MOST_QUESTIONS + 5
)


def typed_questions(question_set: QuestionSet, data: Any = None) -> _Typed:
    """The ones that were typed, and three empty places."""
    initial = [entry for entry in question_set.questions if not entry.get("bank_id")]
    return cast(_Typed, TypedQuestions(data, initial=initial, prefix="typed"))


def check_number(form: QuestionSetForm, typed: _Typed) -> None:
    """Adds the error where chosen questions are too few or too many."""
    if form.cleaned_data.get("source") != QuestionSource.CHOSEN:
        return
    count = len(form.cleaned_data.get("picked", [])) + len(typed.entries())
    if count == 0:
        form.add_error(None, ValidationError(_("Choose at least one question, or write one.")))
    elif count > MOST_QUESTIONS:
        told = _("These are %(count)d questions; an interview has at most %(most)d.")
        form.add_error(None, ValidationError(told, params={"count": count, "most": MOST_QUESTIONS}))


def _initial(question_set: QuestionSet) -> dict[str, Any]:
    return {
        "source": question_set.source,
        "interview_type": question_set.interview_type,
        "difficulty": question_set.difficulty,
        "total_questions": min(question_set.total_questions, MOST_QUESTIONS),
        "adaptive": question_set.adaptive,
        "template": question_set.template_id,
        "picked": [entry["bank_id"] for entry in question_set.questions if entry.get("bank_id")],
    }


def _offered(question_set: QuestionSet, ticked: Iterable[str]) -> tuple[Question, ...]:
    """The company's own questions, and those archived since that this set has picked."""
    company = question_set.job.company
    offered = {question.id: question for question in own_bank(company)}
    archived = picked_of(company.pk, [name for name in ticked if name not in offered])
    kept = {entry.get("bank_id") for entry in question_set.questions}
    return (*offered.values(), *(question for name, question in archived.items() if name in kept))


def entry_of(question: Question) -> ChosenQuestion:
    return {
        "question": question.text,
        "type": _TYPES.get(question.kind.value, question.kind.value),
        "difficulty": question.difficulty.value,
        "expected_answer": question.expected_answer,
        "bank_id": question.id,
    }


def _shown(question: Question, *, ticked: bool) -> dict[str, Any]:
    return {
        "id": question.id,
        "text": question.problem.title if question.problem else question.text,
        "difficulty": str(Difficulty(question.difficulty.value).label),
        "minutes": question.minutes,
        "ticked": ticked,
    }
