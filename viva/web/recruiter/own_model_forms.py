"""The form of a company's own language model. The key goes in and never comes out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from viva.accounts.models import CompanyModel

DAY_TOKENS = 1_000_000
MOST_PRICE, MOST_MONEY = 100_000, 1_000_000
_MONEY = ("prompt_price", "completion_price", "day_money")


class OwnModelForm(forms.Form):
    base_url = forms.ChoiceField(label=_("Address"), help_text=_("Those that the operator of this server allows."))
    model = forms.CharField(
        label=_("Model"),
        max_length=120,
        validators=[RegexValidator(r"^[\w./:@+-]+\Z", _("Letters, digits and . / : @ + - only."))],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Its name there, letter by letter."),
    )
    api_key = forms.CharField(
        label=_("Key"),
        required=False,
        max_length=500,
        validators=[RegexValidator(r"^[!-~]{8,}\Z", _("A key has at least 8 letters and signs, and no spaces."))],
        widget=forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("It is stored encrypted and never shown again."),
    )
    day_tokens = forms.IntegerField(
        label=_("Most tokens a day"),
        min_value=0,
        max_value=10**12,
        help_text=_("Beyond it this server's embedded engine goes on. 0 is no limit."),
    )
    prompt_price = forms.FloatField(
        label=_("Price of a million tokens sent"), required=False, min_value=0, max_value=MOST_PRICE
    )
    completion_price = forms.FloatField(
        label=_("Price of a million tokens received"), required=False, min_value=0, max_value=MOST_PRICE
    )
    day_money = forms.FloatField(
        label=_("Most money a day"),
        required=False,
        min_value=0,
        max_value=MOST_MONEY,
        help_text=_("In the currency of the prices. Beyond it the embedded engine goes on. 0 is no limit."),
    )

    def clean(self) -> dict[str, Any]:
        """A limit in money without a price would never be reached."""
        given = super().clean() or {}
        if given.get("day_money") and not (given.get("prompt_price") or given.get("completion_price")):
            self.add_error("day_money", _("Give the prices too: without them it would never be reached."))
        return given

    @classmethod
    def of(cls, own: CompanyModel | None, data: Any = None) -> OwnModelForm:
        initial: dict[str, Any] = {"day_tokens": DAY_TOKENS, **dict.fromkeys(_MONEY, 0)}
        if own:
            initial = {name: getattr(own, name) for name in ("base_url", "model", "day_tokens", *_MONEY)}
        form = cls(data, initial=initial)
        if own:
            form.fields["api_key"].help_text = _("Empty keeps the one there is, which is never shown again.")
        choices = [(each, each) for each in settings.VIVA_LLM_COMPANY_BASE_URLS]
        form.fields["base_url"].choices = choices  # type: ignore[attr-defined]
        return form
