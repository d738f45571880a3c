"""Whom an interview is with, about what, and when."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import Any, cast
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from viva.accounts.models import Company
from viva.core.time import now
from viva.interviews.enums import Difficulty, InterviewType
from viva.interviews.models import Interview
from viva.jobs.models import Job
from viva.live.services.inviting import When
from viva.scheduling.models import InterviewSlot, SlotStatus
from viva.scheduling.services.extra_time import MOST_EXTRA
from viva.web.accounts.forms import NameField
from viva.web.recruiter.question_forms import MOST_QUESTIONS

SLOTS_OFFERED = 200
SLOT, TIME, CHOICE = "slot", "time", "choice"
TIMES = [(SLOT, _("A slot")), (TIME, _("A date and time"))]
# Of the length, as accommodations are usually granted; others are given in minutes.
SHARES = [("", _("None, or minutes")), (25, _("25 % more")), (50, _("50 % more")), (100, _("Twice the time"))]
LOCAL = "%Y-%m-%dT%H:%M"


def offered_slots(company: Company, job: Job | None) -> QuerySet[InterviewSlot]:
    """Those that an interview of `job` (or of none) can take a place in, the next one first."""
    fitting = Q(job=None) | Q(job=job) if job else Q(job=None)
    free = Q(current_bookings__lt=F("max_candidates"), starts_at__gt=now())
    return InterviewSlot.objects.filter(fitting, free, company=company).exclude(status=SlotStatus.CANCELLED)


class WhenForm(forms.Form):
    """A slot, a time of the viewer's zone, or neither. `choice` is left out where it makes no sense."""

    when = forms.ChoiceField(
        label=_("Time"),
        choices=[*TIMES, (CHOICE, _("The candidate chooses"))],
        widget=forms.RadioSelect,
        initial=CHOICE,
    )
    slot = forms.ChoiceField(label=_("Slot"), required=False)
    starts_at = forms.DateTimeField(
        label=_("Date and time"),
        required=False,
        input_formats=[LOCAL, f"{LOCAL}:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
    )

    def __init__(self, slots: Iterable[InterviewSlot], *args: Any, may_choose: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slots = {str(slot.pk): slot for slot in slots}
        choices = [("", _("Choose a slot")), *((key, _slot_shown(slot)) for key, slot in self.slots.items())]
        cast(forms.ChoiceField, self.fields["slot"]).choices = choices
        zone = timezone.get_current_timezone_name()
        self.fields["starts_at"].help_text = _now("In the time zone %(zone)s.") % {"zone": zone}
        if not may_choose:
            when = cast(forms.ChoiceField, self.fields["when"])
            when.choices = TIMES
            when.initial = TIME

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("when") == SLOT and not cleaned.get("slot") and "slot" not in self.errors:
            self.add_error("slot", _("Choose a slot."))
        if cleaned.get("when") == TIME and "starts_at" not in self.errors:
            self._check_time(cleaned.get("starts_at"))
        return cleaned

    def _check_time(self, starts_at: Any) -> None:
        if starts_at is None:
            self.add_error("starts_at", _("Give the date and the time."))
        elif starts_at <= now():
            self.add_error("starts_at", _("Choose a time that lies ahead."))
        elif starts_at.year > now().year + 5:
            self.add_error("starts_at", _("Choose a time within the next five years."))

    def chosen(self) -> When:
        given = self.cleaned_data
        if given["when"] == SLOT:
            return When(slot=self.slots[given["slot"]])
        return When(starts_at=given["starts_at"] if given["when"] == TIME else None)


class ExtraTimeForm(forms.Form):
    """More time as an accommodation: a share of the length, or so many minutes."""

    extra_time = forms.ChoiceField(
        label=_("Extra time"),
        choices=SHARES,
        required=False,
        help_text=_("An accommodation, which the candidate is told of."),
    )
    extra_minutes = forms.IntegerField(
        label=_("Extra minutes"),
        min_value=0,
        max_value=MOST_EXTRA,
        required=False,
    )

    def granted(self, *, minutes: int) -> int:
        """In minutes, for an interview of that length; a share counts before minutes, begun ones as whole ones."""
        share = int(self.cleaned_data["extra_time"] or 0)
        return min(MOST_EXTRA, ceil(minutes * share / 100)) if share else self.cleaned_data["extra_minutes"] or 0


class LengthForm(ExtraTimeForm, WhenForm):
    """For applications, whose candidates and job are known. `request_id` makes a form sent twice one interview."""

    request_id = forms.UUIDField(widget=forms.HiddenInput)
    duration_minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=480)

    def __init__(self, slots: Iterable[InterviewSlot], *args: Any, minutes: int = 30, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "request_id": uuid4(),
            "duration_minutes": minutes,
            "extra_minutes": 0,
            **(kwargs.get("initial") or {}),
        }
        super().__init__(slots, *args, **kwargs)


class CandidateScheduleForm(LengthForm):
    """For a job, with somebody by name and address."""

    name = NameField(label=_("Candidate's name"), max_length=200)
    email = forms.EmailField(label=_("Candidate's e-mail"), max_length=254)


class StandAloneForm(CandidateScheduleForm):
    title = NameField(
        label=_("Title"), max_length=200, help_text=_("The candidate reads it, for example in the e-mail.")
    )
    job_role = NameField(label=_("Role"), max_length=120, help_text=_("For example: Backend engineer"))
    interview_type = forms.ChoiceField(label=_("Kind"), choices=InterviewType.choices)
    difficulty = forms.ChoiceField(label=_("Difficulty"), choices=Difficulty.choices, initial=Difficulty.MEDIUM)
    total_questions = forms.IntegerField(
        label=_("Number of questions"), min_value=1, max_value=MOST_QUESTIONS, initial=5
    )


class CandidateForm(forms.Form):
    """Whom an interview that has been scheduled is with."""

    name = NameField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("Another address gets an invitation with a new link; the old link ends."),
    )

    @classmethod
    def of(cls, interview: Interview, data: Any = None) -> CandidateForm:
        account = interview.candidate
        initial = {
            "name": interview.candidate_name or (account.name if account else ""),
            "email": interview.candidate_email or (account.email if account else ""),
        }
        return cls(data, initial=initial, auto_id="candidate-%s")


class ReasonForm(forms.Form):
    """The candidate reads it."""

    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)

    def clean_reason(self) -> str:
        reason: str = self.cleaned_data["reason"]
        if "\r" in reason or "\n" in reason:
            raise ValidationError(_("Write the reason in one line."))
        return reason


def _slot_shown(slot: InterviewSlot) -> str:
    starts, ends = timezone.localtime(slot.starts_at), timezone.localtime(slot.ends_at)
    free = slot.max_candidates - slot.current_bookings
    told = _now("%(day)s, %(from)s–%(to)s (%(free)d free)")
    return told % {
        "day": starts.strftime("%a %d %b %Y"),
        "from": f"{starts:%H:%M}",
        "to": f"{ends:%H:%M}",
        "free": free,
    }
