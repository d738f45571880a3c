"""The mail that asks somebody to join a company. Its link is the invitation's secret one."""

from __future__ import annotations

from django.utils import formats
from django.utils.translation import gettext as _

from viva.accounts.link_keys import LinkSeed
from viva.accounts.models import Invitation
from viva.core.events import Event, subscribe
from viva.notifications.letter_page import Words, brand_of, one_line, write_letter
from viva.notifications.models import Mail, MailKind
from viva.notifications.services.outbox import Letter, queue_mail

COMPANY_INVITATION = "company.invitation"  # data: {"invitation_id": …}
INVITATION_PATH = "/invitations/{key}/"


def subscribe_to_invitations() -> None:
    subscribe(COMPANY_INVITATION, _tell, within=True)


def _tell(event: Event) -> None:
    invitations = Invitation.objects.select_related("company", "invited_by")
    tell_invitation(invitations.get(pk=event.data["invitation_id"]))


def tell_invitation(invitation: Invitation) -> Mail:
    """Prolonged, it is mailed again: `expires_at` tells one time from the other."""
    until = int(invitation.expires_at.timestamp())
    text, html = write_letter(_words(invitation), brand_of(invitation.company))
    letter = Letter(
        kind=MailKind.MEMBER_INVITED,
        to_email=invitation.email,
        subject=_("Invitation to %(company)s on Viva") % {"company": invitation.company.name},
        text=text,
        html=html,
        reply_to=invitation.invited_by.email if invitation.invited_by else "",
        company_id=invitation.company_id,
        logo=invitation.company.logo.name or "",
        link_path=INVITATION_PATH,
        link=LinkSeed(invitation.link_nonce, invitation.link_key_id),
        not_after=invitation.expires_at,
    )
    return queue_mail(letter, dedupe_key=f"invitation:{invitation.pk}:{until}", by=invitation.invited_by_id)


def _words(invitation: Invitation) -> Words:
    company = one_line(invitation.company.name)
    who = one_line(invitation.invited_by.get_full_name()) if invitation.invited_by else company
    said = {"who": who, "company": company, "role": invitation.get_role_display()}
    until = formats.date_format(invitation.expires_at, "j F Y")
    return Words(
        heading=_("Join %(company)s on Viva") % said,
        name="",
        opening=(
            _("%(who)s invites you to join %(company)s on Viva, where it interviews candidates.") % said,
            _("Your role would be: %(role)s.") % said,
        ),
        link_label=_("Invitation Link"),
        action=_("See the invitation"),
        after=(
            _("The link works until %(until)s. It is for you alone: whoever has it can join.") % {"until": until},
            _("If you do not know the sender, do nothing."),
        ),
        closing=f"Viva\n{_('on behalf of %(company)s') % said}",
    )
