"""One of every component."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.paginator import Paginator


class SampleForm(forms.Form):
    """One field of every widget in use."""

    name = forms.CharField(label="Name", help_text="As you would like to be called.")
    password = forms.CharField(label="Password", widget=forms.PasswordInput)
    role = forms.ChoiceField(label="Role", choices=[("a", "Backend engineer"), ("b", "Data engineer")])
    about = forms.CharField(label="About you", widget=forms.Textarea, required=False)
    mode = forms.ChoiceField(
        label="Mode",
        choices=[("practice", "Practice"), ("real", "Real")],
        widget=forms.RadioSelect,
        initial="practice",
    )
    agree = forms.BooleanField(label="Keep me signed in", required=False)


def context() -> dict[str, Any]:
    return {
        "form": SampleForm(),
        "refused": SampleForm({"name": "", "role": "x"}, auto_id="refused_%s"),
        "points": [("3 Nov", 42), ("7 Nov", 55), ("9 Nov", None), ("14 Nov", 61), ("19 Nov", 85)],
        "page": Paginator(range(95), 20).page(2),
        "choices": [("completed", "Completed"), ("in_progress", "In progress")],
        "values": [42, 55, 61, 85],
        "code": "def add(a, b):\n    return a + b\n",
    }
