"""What owners write about their company, its people and invitations."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from viva.accounts.models import Company, MemberRole, Strictness
from viva.accounts.services import CompanyWords
from viva.web.accounts.forms import NameField

_COLOUR = Company._meta.get_field("colour")


class NewCompanyForm(forms.Form):
    name = NameField(
        label=_("Company name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "organization"})
    )


class CompanyForm(NewCompanyForm):
    contact = forms.EmailField(
        label=_("Contact for candidates"),
        required=False,
        max_length=254,
        help_text=_("Whom candidates ask when something is wrong. Without it, whoever scheduled the interview."),
    )
    colour = forms.CharField(
        label=_("Colour"),
        validators=_COLOUR.validators,
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Of your e-mails and of the candidate's page."),
    )
    signature = forms.CharField(
        label=_("Signature of e-mails"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Without it e-mails close with “Best regards, HR Team” and the company's name."),
    )
    strictness = forms.ChoiceField(
        label=_("Strictness"),
        choices=Strictness.choices,
        widget=forms.RadioSelect,
        help_text=_(
            "How much an interview must show before Viva suggests to go on, and how sure a judgement must be "
            "before nobody needs to look at it. It holds for interviews that begin from now on."
        ),
    )
    retention_days = forms.IntegerField(
        label=_("Days that interviews are kept"),
        min_value=1,
        max_value=3650,
        help_text=_("After an interview ended. Candidates are told this number before they begin."),
    )

    @classmethod
    def of(cls, company: Company, data: Any = None) -> CompanyForm:
        fields = ("name", "contact", "colour", "signature", "strictness", "retention_days")
        return cls(data, initial={name: getattr(company, name) for name in fields})

    def words(self) -> CompanyWords:
        given = self.cleaned_data
        return {
            "name": given["name"],
            "contact": given["contact"],
            "colour": given["colour"],
            "signature": given["signature"],
            "strictness": given["strictness"],
            "retention_days": given["retention_days"],
        }


class LogoForm(forms.Form):
    logo = forms.FileField(
        label=_("Logo"),
        widget=forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp"}),
        help_text=_("PNG, JPEG or WebP, at most 5 MB. It is drawn anew at 512 pixels or less."),
    )


class InvitationForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(
        label=_("Role"), choices=MemberRole.choices, initial=MemberRole.RECRUITER, widget=forms.RadioSelect
    )


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=MemberRole.choices)
