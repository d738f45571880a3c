"""Gives some interviews of a data folder to a company with a language model of its own.

`python -m benchmarks.company_seating BASE_URL SESSION …`, with VIVA_DATA_DIR and the allowed address in the
environment.
"""

from __future__ import annotations

import sys


def give_to_company(base_url: str, sessions: list[int]) -> None:
    import django

    django.setup()
    from viva.accounts.models import User
    from viva.accounts.services import create_company, set_own_model
    from viva.interviews.models import Interview

    owner = User.objects.create(username="benchowner", email="benchowner@example.org")
    company = create_company(owner, name="Slow Works")
    set_own_model(company, base_url=base_url, model="slow", key="sk-slow-0123456789", day_tokens=0, by=owner)
    Interview.objects.filter(session__in=sessions).update(company=company)


if __name__ == "__main__":
    give_to_company(sys.argv[1], [int(each) for each in sys.argv[2:]])
