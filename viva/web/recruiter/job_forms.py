"""What is written about a job, its questions and its candidates."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from viva.accounts.lines import distinct_lines
from viva.accounts.models import Level
from viva.jobs.models import Job, JobStatus, Stage
from viva.jobs.services import JobWords
from viva.web.accounts.forms import NameField

MOST_SKILLS, LONGEST_SKILL = 50, 60
LONGEST_DESCRIPTION = 20_000
NOT_WITHDRAWN = [choice for choice in Stage.choices if choice[0] != Stage.WITHDRAWN]


class JobForm(forms.Form):
    title = NameField(label=_("Title"), max_length=200, help_text=_("For example: Backend engineer"))
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("Candidates read it on the job's page. An empty line begins a new paragraph."),
    )
    file = forms.FileField(
        label=_("Or read it from a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx,.txt,.md,text/plain"}),
        help_text=_(
            "PDF of at most 30 pages, Word (.docx) or text, at most 5 MB. Its words become the description; the "
            "file itself is not kept."
        ),
    )
    required_skills = forms.CharField(
        label=_("Required skills"),
        required=False,
        max_length=4000,
        help_text=_("Separated by commas. Generated questions are about them."),
    )
    seniority = forms.ChoiceField(label=_("Seniority"), choices=Level.choices, initial=Level.MID)
    duration_minutes = forms.IntegerField(
        label=_("Length of interviews in minutes"), min_value=5, max_value=480, initial=30
    )
    status = forms.ChoiceField(
        label=_("Applications"),
        choices=[(JobStatus.OPEN, _("Open")), (JobStatus.CLOSED, _("Closed"))],
        initial=JobStatus.OPEN,
        widget=forms.RadioSelect,
    )

    @classmethod
    def of(cls, job: Job, data: Any = None) -> JobForm:
        fields = ("title", "description", "seniority", "duration_minutes", "status")
        initial = {name: getattr(job, name) for name in fields}
        return cls(data, initial={**initial, "required_skills": ", ".join(job.required_skills)})

    def clean_required_skills(self) -> list[str]:
        skills = distinct_lines(self.cleaned_data["required_skills"].replace("\n", ",").split(","))
        if len(skills) > MOST_SKILLS:
            raise ValidationError(_("Name at most %(most)d skills."), params={"most": MOST_SKILLS})
        if any(len(skill) > LONGEST_SKILL for skill in skills):
            raise ValidationError(
                _("A skill has at most %(most)d characters. Part them with commas."),
                params={"most": LONGEST_SKILL},
            )
        return skills

    def words(self) -> JobWords:
        given = self.cleaned_data
        return {
            "title": given["title"],
            "description": given["description"],
            "required_skills": given["required_skills"],
            "seniority": given["seniority"],
            "duration_minutes": given["duration_minutes"],
            "status": given["status"],
        }


class CandidateForm(forms.Form):
    """Somebody added by hand."""

    name = NameField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For the people of your company."),
    )


class CsvForm(forms.Form):
    """A file, or the same pasted."""

    file = forms.FileField(
        label=_("CSV file"), required=False, widget=forms.FileInput(attrs={"accept": ".csv,text/csv"})
    )
    text = forms.CharField(
        label=_("Or paste it"),
        required=False,
        strip=False,
        max_length=1024 * 1024,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
        help_text=_(
            "One line for each candidate: name, e-mail, note. A heading, commas, semicolons or tabs all do."
        ),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("file") and not (cleaned.get("text") or "").strip() and not self.errors:
            raise ValidationError(_("Choose a file, or paste the candidates."))
        return cleaned


class StageForm(forms.Form):
    stage = forms.ChoiceField(label=_("Stage"), choices=NOT_WITHDRAWN)


class ApplyForm(forms.Form):
    """On the public page. The signed-in apply under the name and address of their account."""

    name = NameField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    note = forms.CharField(
        label=_("What should we know about you?"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    resume = forms.FileField(
        label=_("Résumé"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.docx"}),
        help_text=_(
            "PDF or Word (.docx), at most 5 MB. Only the company's people can open it. They can have the skills "
            "that it names listed, as an aid to reading, which scores nobody."
        ),
    )

    @classmethod
    def for_account(cls, *args: Any) -> ApplyForm:
        form = cls(*args)
        del form.fields["name"], form.fields["email"]
        return form
