"""Who belongs to the company, and who has been asked to."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from viva.accounts.models import Invitation, MemberRole, Membership
from viva.accounts.selectors import get_invitation_for, get_member_for, invitations_for, members_for
from viva.accounts.services import (
    InvitationState,
    change_member_role,
    invite,
    remove_member,
    revoke_invitation,
    send_invitation_again,
    state_of,
)
from viva.core.errors import VivaError
from viva.web.recruiter.company_forms import InvitationForm, RoleForm
from viva.web.recruiter.desk import Desk, desk_page, show

SHOWN = 50  # invitations


@desk_page()
def members(request: HttpRequest, desk: Desk) -> HttpResponse:
    """Seen by all of the company; owners invite from here."""
    form = InvitationForm(request.POST if request.method == "POST" and desk.may_manage else None)
    if form.is_bound and form.is_valid():
        try:
            _invite(desk, form)
        except VivaError as error:
            form.add_error("email", error.detail)
        else:
            messages.success(request, _("The invitation to %(email)s is on its way.") % form.cleaned_data)
            return redirect("recruiter:members")
    context = {
        "form": form,
        "members": members_for(desk.actor).filter(company=desk.company),
        "invitations": _invitations(desk) if desk.may_manage else [],
        "roles": MemberRole.choices,
    }
    return show(request, "recruiter/members.html", desk, context, status=400 if form.errors else 200)


def _invite(desk: Desk, form: InvitationForm) -> Invitation:
    role = MemberRole(form.cleaned_data["role"])
    return invite(desk.company, email=form.cleaned_data["email"], role=role, by=desk.user)


def _invitations(desk: Desk) -> list[dict[str, object]]:
    """Those that were not accepted; who accepted stands among the members."""
    rows = invitations_for(desk.actor).filter(company=desk.company, accepted_at=None)[:SHOWN]
    return [
        {"row": row, "state": state, "open": state == InvitationState.OPEN}
        for row in rows
        if (state := state_of(row)) != InvitationState.REVOKED
    ]


@desk_page(find=get_member_for, manages=True, methods=("POST",))
def change_role(request: HttpRequest, desk: Desk, member: Membership) -> HttpResponse:
    form = RoleForm(request.POST)
    if form.is_valid():
        try:
            change_member_role(member, role=MemberRole(form.cleaned_data["role"]), by=desk.user)
        except VivaError as error:
            messages.error(request, error.detail)
        else:
            name = member.user.get_full_name()
            messages.success(
                request, _("%(name)s is %(role)s now.") % {"name": name, "role": member.get_role_display()}
            )
    return redirect("recruiter:members")


@desk_page(find=get_member_for, methods=("POST",))
def remove(request: HttpRequest, desk: Desk, member: Membership) -> HttpResponse:
    """An owner removes anybody; anybody leaves."""
    own = member.user_id == desk.user.pk
    if not (own or desk.may_manage):
        raise PermissionDenied
    try:
        remove_member(member, by=desk.user)
    except VivaError as error:
        messages.error(request, error.detail)
        return redirect("recruiter:members")
    if own:
        messages.success(request, _("You have left %(name)s.") % {"name": desk.company.name})
        return redirect("recruiter:dashboard")
    messages.success(request, _("%(name)s is removed.") % {"name": member.user.get_full_name()})
    return redirect("recruiter:members")


@desk_page(find=get_invitation_for, manages=True, methods=("POST",))
def revoke(request: HttpRequest, desk: Desk, invitation: Invitation) -> HttpResponse:
    try:
        revoke_invitation(invitation, by=desk.user)
    except VivaError as error:
        messages.error(request, error.detail)
    else:
        messages.success(request, _("The invitation is revoked; its link ends now."))
    return redirect("recruiter:members")


@desk_page(find=get_invitation_for, manages=True, methods=("POST",))
def send_again(request: HttpRequest, desk: Desk, invitation: Invitation) -> HttpResponse:
    try:
        send_invitation_again(invitation, by=desk.user)
    except VivaError as error:
        messages.error(request, error.detail)
    else:
        messages.success(
            request, _("The invitation to %(email)s is on its way again.") % {"email": invitation.email}
        )
    return redirect("recruiter:members")
