"""The language model that a company brings a key of its own for."""

from __future__ import annotations

from django.db import models

from viva.accounts.models.company import Company


class CompanyModel(models.Model):
    """`sealed_key` is as `accounts.sealing` makes it; `key_end`, its last letters, tells owners which one it is.

    `base_url` is one that the operator allows; `day_tokens` and `day_money` the most a day (UTC), 0 for no limit.
    Prices are for a million tokens, in the currency of `day_money`. `changed_at` is new with every change: a
    process that holds an older one reads it anew.
    """

    company = models.OneToOneField(Company, on_delete=models.CASCADE, related_name="own_model")
    base_url = models.CharField(max_length=500)
    model = models.CharField(max_length=120)
    sealed_key = models.TextField()
    key_end = models.CharField(max_length=4, blank=True)
    day_tokens = models.PositiveBigIntegerField(default=0)
    day_money = models.FloatField(default=0.0)
    prompt_price = models.FloatField(default=0.0)
    completion_price = models.FloatField(default=0.0)
    changed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.model} of {self.company_id}"
