"""The time zone in which a candidate reads an interview's time."""

from __future__ import annotations

import zoneinfo
from datetime import datetime

from django.conf import settings
from django.http import HttpRequest

from viva.accounts.selectors import known_time_zones


def zone_of(request: HttpRequest) -> str:
    """The one asked for in the address (`zone`), else the profile's, else VIVA_DISPLAY_TIME_ZONE."""
    for wanted in (request.GET.get("zone"), request.POST.get("zone"), request.session.get("time_zone")):
        if wanted in known_time_zones():
            return str(wanted)
    return str(settings.VIVA_DISPLAY_TIME_ZONE)


def zone_label(moment: datetime, zone: str) -> str:
    """As people say it at that moment: "IST", else "UTC+05:45"."""
    local = moment.astimezone(zoneinfo.ZoneInfo(zone))
    name = local.tzname() or ""
    if name[:1] not in {"+", "-"}:
        return name
    return f"UTC{name[:3]}:{name[3:] or '00'}"
