"""How a mail stands: `{% load ui_mail %}`."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.translation import gettext as _

from viva.notifications.models import Mail, MailStatus
from viva.notifications.wording import is_planned

register = template.Library()

_LOOKS = {
    MailStatus.QUEUED: ("neutral", "clock"),
    MailStatus.SENDING: ("neutral", "send"),
    MailStatus.SENT: ("success", "circle-check"),
    MailStatus.RETRYING: ("warning", "refresh-cw"),
    MailStatus.FAILED: ("error", "circle-x"),
    MailStatus.ABORTED: ("neutral", "ban"),
}


@register.inclusion_tag("ui/badge.html")
def mail_badge(mail: Mail) -> dict[str, Any]:
    """Its status in a word; one whose time has not come is planned."""
    if is_planned(mail):
        return {"text": _("Planned"), "tone": "neutral", "icon_name": "calendar"}
    tone, icon_name = _LOOKS[MailStatus(mail.status)]
    return {"text": mail.get_status_display(), "tone": tone, "icon_name": icon_name}
