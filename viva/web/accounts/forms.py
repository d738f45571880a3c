"""What people type about their account. On an error all is kept but passwords."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from viva.accounts.lines import distinct_lines, tidy_line
from viva.accounts.models import CodingLanguage, Level, Profile, Role, User
from viva.accounts.selectors import known_time_zones, offered_time_zones

MAX_PASSWORD = 1000  # characters; hashing more would only cost
MAX_SKILLS, MAX_SKILL = 30, 50
_help_text = lazy(password_validators_help_text_html, str)


class PasswordField(forms.CharField):
    def __init__(self, *, new: bool = False, **kwargs: Any) -> None:
        autocomplete = "new-password" if new else "current-password"
        kwargs.setdefault("widget", forms.PasswordInput(attrs={"autocomplete": autocomplete}))
        super().__init__(strip=False, max_length=MAX_PASSWORD, **kwargs)


class NameField(forms.CharField):
    """A line as a person writes it, tidied."""

    def to_python(self, value: Any) -> str:
        return tidy_line(super().to_python(value) or "")


class SignInForm(forms.Form):
    username = forms.CharField(
        label=_("Username or e-mail"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = PasswordField(label=_("Password"))


class NewAccountForm(forms.ModelForm):  # type: ignore[type-arg]
    """The model's own rules (`full_clean`) check name and address; the password is checked against both."""

    name = NameField(label=_("Name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = PasswordField(label=_("Password"), new=True, help_text=_help_text())

    class Meta:
        model = User
        fields = ["name", "username", "email"]
        labels = {"username": _("Username")}
        help_texts = {"username": _("Letters, digits and . + - _ only. You sign in with it.")}
        widgets = {
            "username": forms.TextInput(
                attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
            )
        }

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if password := self.cleaned_data.get("password"):
            try:
                validate_password(password, self.instance)
            except ValidationError as error:
                self.add_error("password", error)


class SignUpForm(NewAccountForm):
    """Whoever says nothing else is a candidate; a recruiter names the company."""

    role = forms.ChoiceField(
        label=_("What brings you here?"),
        choices=[(Role.CANDIDATE, _("I practise and apply")), (Role.RECRUITER, _("I hire"))],
        initial=Role.CANDIDATE,
        required=False,
        widget=forms.RadioSelect,
    )
    company_name = NameField(
        label=_("Company"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text=_("If you hire. To join a company that is here already, have one of its owners invite you."),
    )
    field_order = ["role", "company_name", "name", "username", "email", "password"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        named = cleaned.get("company_name") or "company_name" in self.errors
        if cleaned.get("role") == Role.RECRUITER and not named:
            self.add_error("company_name", _("Give the name of the company that you hire for."))
        return cleaned


class ResetForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class NewPasswordForm(forms.Form):
    """For the link of an e-mail."""

    new_password = PasswordField(label=_("New password"), new=True, help_text=_help_text())

    def __init__(self, user: User, *args: Any, **kwargs: Any) -> None:
        self.user = user
        super().__init__(*args, **kwargs)

    def clean_new_password(self) -> str:
        password: str = self.cleaned_data["new_password"]
        validate_password(password, self.user)
        return password


class ChangePasswordForm(NewPasswordForm):
    """For the signed-in. Whether the old password is right is the service's to say: it counts the tries."""

    old_password = PasswordField(label=_("Current password"))
    field_order = ["old_password", "new_password"]


class ProfileForm(forms.Form):
    """The initial values of `for_profile` are what is stored."""

    name = NameField(
        label=_("Name"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    current_password = PasswordField(
        label=_("Current password"),
        required=False,
        help_text=_("Only needed to change the e-mail address."),
    )
    target_role = NameField(
        label=_("Target role"), max_length=120, required=False, help_text=_("For example Backend engineer.")
    )
    skills = forms.CharField(
        label=_("Skills"),
        max_length=4000,
        required=False,
        help_text=_("Separated by commas, for example Python, SQL, testing."),
    )
    level = forms.ChoiceField(label=_("Level"), choices=Level.choices)
    coding_language = forms.ChoiceField(label=_("Coding language"), choices=CodingLanguage.choices)
    locale = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.initial.get("time_zone", "")
        zones = offered_time_zones()
        if stored in known_time_zones() and stored not in zones:
            zones = (stored, *zones)
        choices = [("", _("Not chosen: UTC")), *((zone, zone) for zone in zones)]
        cast(forms.ChoiceField, self.fields["time_zone"]).choices = choices

    @classmethod
    def for_profile(cls, profile: Profile, data: Any = None) -> ProfileForm:
        initial = {
            "name": profile.user.name,
            "email": profile.user.email,
            "target_role": profile.target_role,
            "skills": ", ".join(profile.skills),
            "level": profile.level,
            "coding_language": profile.coding_language,
            "locale": profile.locale,
            "time_zone": profile.time_zone,
        }
        return cls(data, initial=initial)

    def clean_skills(self) -> list[str]:
        """Trimmed and without repeats (whatever the case), in the order typed."""
        skills = distinct_lines(self.cleaned_data["skills"].replace("\n", ",").split(","))
        if len(skills) > MAX_SKILLS:
            raise ValidationError(
                _("These are %(count)d skills. Keep the %(most)d that matter most."),
                params={"count": len(skills), "most": MAX_SKILLS},
            )
        if long := next((skill for skill in skills if len(skill) > MAX_SKILL), None):
            raise ValidationError(
                _("“%(start)s…” is longer than %(most)d characters. Shorten it, or part it with a comma."),
                params={"start": long[:20], "most": MAX_SKILL},
            )
        return skills

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.email_changes and not cleaned.get("current_password"):
            self.add_error("current_password", _("Type your current password to change the e-mail address."))
        if self.email_changes and not cleaned.get("email"):
            self.add_error("email", _("Give an e-mail address; a lost password is replaced through it."))
        return cleaned

    @property
    def email_changes(self) -> bool:
        return "email" in self.cleaned_data and self.cleaned_data["email"] != self.initial["email"]
