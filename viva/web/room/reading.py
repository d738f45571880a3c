"""The folded part of the start page: a job description or a résumé, read and forgotten."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from viva.accounts import limits
from viva.ai.profile import Profile, Source, read_profile
from viva.ai.profile.reading import MOST_CHARACTERS
from viva.core.errors import VivaError
from viva.core.time import now
from viva.jobs.resumes import LARGEST_BYTES
from viva.jobs.texts import text_of


class ReadForm(forms.Form):
    source = forms.ChoiceField(
        label=_("What it is"),
        choices=[(Source.JOB.value, _("A job description")), (Source.RESUME.value, _("My résumé"))],
        initial=Source.JOB.value,
        required=False,
        widget=forms.RadioSelect,
    )
    description = forms.CharField(
        label=_("Paste it"),
        required=False,
        max_length=MOST_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    file = forms.FileField(
        label=_("Or upload a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.txt,.md,text/plain"}),
        help_text=_("PDF of at most 30 pages, Word (.docx) or text, at most 5 MB."),
    )

    @classmethod
    def of(cls, request: HttpRequest) -> ReadForm:
        return cls(request.POST, request.FILES) if request.method == "POST" else cls()

    @property
    def has_something(self) -> bool:
        """Whether there is anything to read, whichever button was pressed, or *Read it* was pressed."""
        return bool("read" in self.data or self.files or str(self.data.get("description", "")).strip())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not cleaned.get("file") and not cleaned.get("description"):
            self.add_error("description", ValidationError(_("Paste the text, or choose a file.")))
        return cleaned

    def read(self, *, user_id: int) -> Profile | None:
        """What the text says; None with the error at its field. Raises TooManyAttempts."""
        if not self.is_valid():
            return None
        limits.spend([limits.Attempt(limits.FILE_READING, str(user_id))])
        try:
            text = self._text()
        except VivaError as error:
            self.add_error("file", error.detail)
            return None
        source = Source(self.cleaned_data["source"] or Source.JOB)
        return read_profile(text, source=source, this_year=now().year)

    def _text(self) -> str:
        """A file goes before what is pasted."""
        upload = self.cleaned_data.get("file")
        return text_of(upload.read(LARGEST_BYTES + 1)) if upload else str(self.cleaned_data["description"])
