"""Times that a company offers: one slot, or hours of a week."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from viva.accounts.models import Company
from viva.accounts.selectors import known_time_zones, offered_time_zones
from viva.core.time import now
from viva.jobs.models import Job
from viva.scheduling.models import InterviewSlot
from viva.scheduling.services.hours import HoursWords
from viva.scheduling.services.slots import SlotWords
from viva.web.recruiter.schedule_forms import LOCAL

MOST_PLACES = 500
LONGEST_MINUTES = 480


def job_field() -> Any:
    return forms.ModelChoiceField(
        label=_("Job"), queryset=Job.objects.none(), required=False, empty_label=_("Any interview of the company")
    )


class SlotForm(forms.Form):
    """A slot's time is of the viewer's zone."""

    starts_at = forms.DateTimeField(
        label=_("Begins"),
        input_formats=[LOCAL, f"{LOCAL}:%S"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=LOCAL),
    )
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=5, max_value=LONGEST_MINUTES, initial=45)
    max_candidates = forms.IntegerField(
        label=_("Places"),
        min_value=1,
        max_value=MOST_PLACES,
        initial=1,
        help_text=_("Candidates at one time."),
    )
    job = job_field()
    notes = forms.CharField(
        label=_("Notes"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For the people of your company."),
    )

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["job"]).queryset = company.jobs.all()  # type: ignore[type-arg]
        zone = timezone.get_current_timezone_name()
        self.fields["starts_at"].help_text = _now("In the time zone %(zone)s.") % {"zone": zone}

    @classmethod
    def of(cls, slot: InterviewSlot, data: Any = None) -> SlotForm:
        initial = {
            "starts_at": slot.starts_at,
            "minutes": int((slot.ends_at - slot.starts_at).total_seconds() // 60),
            "max_candidates": slot.max_candidates,
            "job": slot.job_id,
            "notes": slot.notes,
        }
        return cls(slot.company, data, initial=initial)

    def clean_starts_at(self) -> Any:
        starts_at = self.cleaned_data["starts_at"]
        if starts_at.year > now().year + 5:
            raise ValidationError(_("Choose a time within the next five years."))
        return starts_at

    def words(self) -> SlotWords:
        given = self.cleaned_data
        return {
            "job": given["job"],
            "starts_at": given["starts_at"],
            "ends_at": given["starts_at"] + timedelta(minutes=given["minutes"]),
            "max_candidates": given["max_candidates"],
            "notes": given["notes"],
        }


class HoursForm(forms.Form):
    """One day of the week at a time may be enough, several are ticked at once."""

    weekdays = forms.TypedMultipleChoiceField(
        label=_("Days"), choices=list(WEEKDAYS.items()), coerce=int, widget=forms.CheckboxSelectMultiple
    )
    opens_at = forms.TimeField(label=_("From"), widget=forms.TimeInput(attrs={"type": "time"}), initial="09:00")
    closes_at = forms.TimeField(label=_("To"), widget=forms.TimeInput(attrs={"type": "time"}), initial="12:00")
    time_zone = forms.ChoiceField(label=_("Time zone"))
    slot_minutes = forms.IntegerField(
        label=_("Length of a slot in minutes"), min_value=5, max_value=LONGEST_MINUTES, initial=45
    )
    buffer_minutes = forms.IntegerField(
        label=_("Minutes between two slots"), min_value=0, max_value=LONGEST_MINUTES, initial=15
    )
    max_candidates = forms.IntegerField(
        label=_("Places in each slot"), min_value=1, max_value=MOST_PLACES, initial=1
    )
    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    job = job_field()

    def __init__(self, company: Company, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate(now())
        zone = timezone.get_current_timezone_name()
        initial = {"first_day": today, "last_day": today + timedelta(days=27), "time_zone": zone}
        kwargs["initial"] = {**initial, **(kwargs.get("initial") or {})}
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["job"]).queryset = company.jobs.all()  # type: ignore[type-arg]
        zones = offered_time_zones()
        if zone in known_time_zones() and zone not in zones:
            zones = (zone, *zones)
        cast(forms.ChoiceField, self.fields["time_zone"]).choices = [(each, each) for each in zones]

    def words(self) -> list[HoursWords]:
        """One for each day of the week."""
        given = self.cleaned_data
        return [
            {
                "job": given["job"],
                "weekday": weekday,
                "opens_at": given["opens_at"],
                "closes_at": given["closes_at"],
                "time_zone": given["time_zone"],
                "slot_minutes": given["slot_minutes"],
                "buffer_minutes": given["buffer_minutes"],
                "max_candidates": given["max_candidates"],
                "first_day": given["first_day"],
                "last_day": given["last_day"],
            }
            for weekday in sorted(set(given["weekdays"]))
        ]
