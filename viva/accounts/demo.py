"""The accounts to try Viva with. Only the demo makes them."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction

from viva.accounts.models import CodingLanguage, Level, Profile, Role, User


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """`created` is False for one that was there before: its password is whatever it was."""

    user: User
    created: bool


def make_demo_accounts(*, password: str) -> list[DemoAccount]:
    """`candidate`, `recruiter` and `admin`, those missing. What exists is left as it is, password and all."""
    with transaction.atomic():
        return [
            _account("candidate", name="Chandra Rao", password=password),
            _account("recruiter", name="Rita Meyer", password=password, role=Role.RECRUITER),
            _account("admin", name="Ada Admin", password=password, is_staff=True, is_superuser=True),
        ]


def renew_passwords(*, known: str, password: str) -> int:
    """Give the demo's accounts that still have the `known` password another; how many there were.

    For a server that others can reach: what is printed in the documentation is no password there.
    """
    renewed = 0
    for user in User.objects.filter(username_key__in=["candidate", "recruiter", "admin"]):
        if user.check_password(known):
            user.set_password(password)
            user.save(update_fields=["password"])
            renewed += 1
    return renewed


def _account(
    username: str,
    *,
    name: str,
    password: str,
    role: Role = Role.CANDIDATE,
    is_staff: bool = False,
    is_superuser: bool = False,
) -> DemoAccount:
    if found := User.objects.filter(username_key=username).first():
        return DemoAccount(user=found, created=False)
    user = User(
        username=username,
        email=f"{username}@viva.example",  # a name that never exists (RFC 2606), so no mail leaves
        name=name,
        role=role,
        is_staff=is_staff,
        is_superuser=is_superuser,
    )
    user.set_password(password)
    user.save()
    _profile(user)
    return DemoAccount(user=user, created=True)


def _profile(user: User) -> None:
    filled = user.username == "candidate"
    Profile.objects.create(
        user=user,
        target_role="Backend engineer" if filled else "",
        skills=["Python", "Django", "SQL", "REST APIs", "Testing"] if filled else [],
        level=Level.MID,
        coding_language=CodingLanguage.PYTHON,
        locale="en",
        time_zone="Asia/Kolkata" if filled else "",
    )
