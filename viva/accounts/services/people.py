"""What changes accounts: signing up, in and out, profile, e-mail address and password."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import auth
from django.db import IntegrityError, transaction
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext as _

from viva.accounts import limits
from viva.accounts.actors import UserActor
from viva.accounts.models import Company, MemberRole, Membership, Profile, Role, User
from viva.accounts.names import email_key, username_key
from viva.accounts.selectors import get_profile_for
from viva.core.errors import StateForbids, VivaError


class WrongCredentials(VivaError):
    """One error for an unknown name, a wrong password and an account that is switched off."""

    code = "wrong_credentials"


class NameTaken(VivaError):
    """`field` says which: "username" or "email"."""

    code = "name_taken"

    def __init__(self, message: str, *, field: str) -> None:
        super().__init__(message)
        self.field = field


def register_candidate(
    *, username: str, email: str, password: str, name: str = "", locale: str = "en", time_zone: str = ""
) -> User:
    """A new candidate with a profile. What is given has been validated; raises NameTaken in a race."""
    user = User(username=username, email=email, name=name, role=Role.CANDIDATE)
    user.set_password(password)
    return registered(user, Profile(user=user, locale=locale, time_zone=time_zone))


def register_recruiter(*, username: str, email: str, password: str, company_name: str, name: str = "") -> User:
    """A new recruiter who owns a new company. What is given has been validated; raises NameTaken in a race."""
    user = User(username=username, email=email, name=name, role=Role.RECRUITER)
    user.set_password(password)
    company = Company(name=company_name)
    owner = Membership(company=company, user=user, role=MemberRole.OWNER)
    return registered(user, Profile(user=user), company, owner)


def registered(user: User, *rest: Model) -> User:
    """`user` and what belongs to them are stored together, in this order. Raises NameTaken."""
    try:
        with transaction.atomic():
            user.save()
            for row in rest:
                row.save()
    except IntegrityError:
        raise _name_taken(username=user.username, email=user.email) from None
    return user


def sign_in(request: HttpRequest, *, identifier: str, password: str) -> User:
    """Check and sign in: a fresh session key, the profile's language and zone in the session.

    Raises TooManyAttempts or WrongCredentials.
    """
    user = check_credentials(request, identifier=identifier, password=password)
    start_session(request, user)
    return user


def check_credentials(request: HttpRequest, *, identifier: str, password: str) -> User:
    """Whose name and password these are, within the limits. Raises TooManyAttempts or WrongCredentials."""
    address = limits.address_of(request)
    limits.spend(limits.sign_in_attempts(identifier, address))
    user = auth.authenticate(request, username=identifier, password=password)
    if not isinstance(user, User):
        raise WrongCredentials(
            _("That is not the right username and password. Check both; capitals count in the password.")
        )
    limits.forgive_sign_in([identifier, *names_of(user)], address=address)
    return user


def start_session(request: HttpRequest, user: User) -> None:
    """Sign `user` in without asking for a password: after sign-up, or once it has been checked."""
    auth.login(request, user, backend="viva.accounts.backends.UsernameOrEmailBackend")
    remember_preferences(request, get_profile_for(UserActor(user)))


def remember_preferences(request: HttpRequest, profile: Profile) -> None:
    """So that no page needs the profile to choose language and zone."""
    request.session["time_zone"] = profile.time_zone
    request.session["language"] = profile.locale


def sign_out(request: HttpRequest) -> None:
    auth.logout(request)


def update_profile(
    user: User,
    *,
    name: str,
    target_role: str,
    skills: Sequence[str],
    level: str,
    coding_language: str,
    locale: str,
    time_zone: str,
) -> Profile:
    """Replace all that a candidate says of themselves; `skills` are clean and without repeats."""
    profile = get_profile_for(UserActor(user))
    user.name = name
    profile.target_role = target_role
    profile.skills = list(skills)
    profile.level = level
    profile.coding_language = coding_language
    profile.locale = locale
    profile.time_zone = time_zone
    with transaction.atomic():
        user.save(update_fields=["name"])
        profile.save()
    return profile


def change_email(user: User, *, email: str) -> None:
    """Raises NameTaken. Links for a new password that were sent to the old address end."""
    before, user.email = user.email, email
    try:
        with transaction.atomic():
            user.save(update_fields=["email"])
    except IntegrityError:
        user.email = before
        raise _name_taken(username="", email=email) from None


def confirm_own_password(user: User, *, password: str) -> bool:
    """Whether a signed-in person knows their password, within the limits. Raises TooManyAttempts."""
    attempt = limits.Attempt(limits.OWN_PASSWORD, str(user.pk))
    limits.spend([attempt])
    if right := user.check_password(password):
        limits.forgive(attempt)
    return right


def change_password(user: User, *, password: str) -> None:
    """Set it; all other sign-ins of the person end with it, and so do links for a new password.

    The caller keeps its own session by `update_session_auth_hash`.
    """
    user.set_password(password)
    with transaction.atomic():
        user.save(update_fields=["password"])


def reset_password(request: HttpRequest, user: User, *, password: str) -> None:
    """Change it by an e-mail's link, once: raises StateForbids if it was changed since the link was read.

    Whoever was locked out at this address may try again.
    """
    held = user.password
    user.set_password(password)
    if not User.objects.filter(pk=user.pk, password=held).update(password=user.password):
        raise StateForbids(_("This link has been used. Ask for a new one."))
    limits.forgive_sign_in(names_of(user), address=limits.address_of(request))


def names_of(user: User) -> list[str]:
    """All that `user` may type to sign in."""
    return [user.username, *([user.email] if user.email else [])]


def _name_taken(*, username: str, email: str) -> NameTaken:
    if username and User.objects.filter(username_key=username_key(username)).exists():
        return NameTaken(_("This username is taken. Choose another one."), field="username")
    if User.objects.filter(email_key=email_key(email)).exists():
        return NameTaken(
            _("An account with this e-mail address exists."),
            field="email",
        )
    return NameTaken(_("This username is taken. Choose another one."), field="username")
