"""To whom, about what, in whose name and zone: what every letter about an interview needs."""

from __future__ import annotations

import zoneinfo
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from viva.accounts.models import Profile, User
from viva.accounts.selectors import known_time_zones
from viva.interviews.models import Interview
from viva.notifications.letter_page import one_line, paragraph


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gets the letter. `zone` is the one they chose, else VIVA_DISPLAY_TIME_ZONE."""

    email: str
    name: str
    zone: zoneinfo.ZoneInfo
    locale: str


@dataclass(frozen=True, slots=True)
class Particulars:
    """The interview in words; all of them one line without control characters, `signature` but for its lines.

    `subject` is what stands behind "Interview Scheduled - "; `contact` is whom to ask, "" for nobody.
    """

    position: str
    company: str
    subject: str
    duration: str
    contact: str
    signature: str


def candidate_of(interview: Interview) -> Reader | None:
    """None where there is no address to write to."""
    candidate = interview.candidate
    email = interview.candidate_email or (candidate.email if candidate else "")
    if not email:
        return None
    return reader_of(email, interview.candidate_name or (candidate.name if candidate else ""), candidate)


def reader_of(email: str, name: str, user: User | None) -> Reader:
    profile = Profile.objects.filter(user=user).first() if user else None
    zone = profile.time_zone if profile and profile.time_zone in known_time_zones() else ""
    return Reader(
        email=email,
        name=one_line(name),
        zone=zoneinfo.ZoneInfo(zone or settings.VIVA_DISPLAY_TIME_ZONE),
        locale=profile.locale if profile else settings.LANGUAGE_CODE,
    )


def particulars_of(interview: Interview, *, by: int | None) -> Particulars:
    """`by` is who scheduled it: asked where the company names no contact."""
    company = interview.company
    name = one_line(company.name if company else interview.company_name)
    title = one_line(interview.job.title if interview.job else interview.title)
    return Particulars(
        position=one_line(interview.job.title if interview.job else interview.job_role or interview.title),
        company=name,
        subject=_("%(title)s at %(company)s") % {"title": title, "company": name} if name else title,
        duration=duration_of(interview),
        contact=(company.contact if company else "") or _email_of(by) or interview.user.email,
        signature=paragraph(company.signature) if company else "",
    )


def duration_of(interview: Interview) -> str:
    minutes = interview.minutes_given
    return ngettext("%(n)d minute", "%(n)d minutes", minutes) % {"n": minutes}


def shown_time(moment: datetime, zone: zoneinfo.ZoneInfo) -> str:
    """As "Monday, 2 March 2026, 15:30 IST (Asia/Kolkata, UTC+05:30)": an abbreviation alone is no zone."""
    local = moment.astimezone(zone)
    offset = _offset(local.utcoffset() or timedelta())
    short = local.strftime("%Z")
    named = short if short.isalpha() else offset  # zones without a name of their own are called "+03"
    place = zone.key if named == offset else f"{zone.key}, {offset}"
    return f"{formats.date_format(local, 'l, j F Y, H:i')} {named} ({place})"


def closing_of(particulars: Particulars) -> str:
    """The company's own, else the usual one."""
    if particulars.signature:
        return particulars.signature
    team = _("HR Team, %(company)s") % {"company": particulars.company} if particulars.company else _("HR Team")
    return f"{_('Best regards,')}\n{team}"


def _email_of(user_id: int | None) -> str:
    return User.objects.filter(pk=user_id).values_list("email", flat=True).first() or "" if user_id else ""


def _offset(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    sign, minutes = ("-", -minutes) if minutes < 0 else ("+", minutes)
    return f"UTC{sign}{minutes // 60:02}:{minutes % 60:02}" if minutes else "UTC"
