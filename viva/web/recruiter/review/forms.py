"""What those who judge may say, and how long."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viva.interviews.models import Verdict


class OverrideForm(forms.Form):
    score = forms.FloatField(
        label=_("Your score, 0 to 10"),
        min_value=0,
        max_value=10,
        widget=forms.NumberInput(attrs={"step": "0.5", "inputmode": "decimal"}),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 2, "maxlength": 2_000})
    )

    @classmethod
    def of(cls, response_id: int, data: Any = None, **given: Any) -> OverrideForm:
        """One form among several on a page: the ids of its fields carry the answer's."""
        return cls(data, auto_id=f"override-{response_id}-%s", **given)


class CommentForm(forms.Form):
    text = forms.CharField(
        label=_("Comment"), max_length=4_000, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 4_000})
    )


class DecisionForm(forms.Form):
    verdict = forms.ChoiceField(label=_("Decision"), choices=Verdict.choices, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"), max_length=2_000, widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2_000})
    )
