"""Loading the sample data. What an earlier load made is left as it is, whatever has become of it since."""

from __future__ import annotations

from typing import cast

from django.db import transaction

from viva.accounts.demo import DemoAccount, make_demo_accounts
from viva.accounts.models import User
from viva.core.time import now
from viva.interviews.models import InterviewTemplate
from viva.interviews.services.templates import TemplateWords, create_template
from viva.web.sample.content import read
from viva.web.sample.hiring import make_hiring
from viva.web.sample.interviews import make_interview


@transaction.atomic
def load_sample(*, password: str) -> list[DemoAccount]:
    """The demo's accounts and all that they have done; one transaction, so all of it or nothing."""
    accounts = make_demo_accounts(password=password)
    candidate, recruiter, admin = (account.user for account in accounts)
    _make_templates(admin)
    moment = now()
    for entry in [*read("history"), *read("interviews")]:
        make_interview(candidate, entry, moment=moment)
    make_hiring(recruiter, moment=moment)
    return accounts


def _make_templates(admin: User) -> None:
    known = set(InterviewTemplate.objects.filter(is_shared=True).values_list("title", flat=True))
    for words in read("templates"):
        if words["title"] not in known:
            whole = cast(TemplateWords, {**words, "is_active": True, "is_premium": False})
            create_template(admin, company=None, is_shared=True, words=whole)
