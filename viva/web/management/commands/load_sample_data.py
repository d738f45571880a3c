"""`manage.py load_sample_data`: the demo's accounts and what they have done. Running it again changes nothing."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from viva.web.sample.load import load_sample


class Command(BaseCommand):
    help = "Load the sample data: demo accounts (candidate, recruiter, admin), templates, interviews, a company."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--password", default="", help="for accounts that are made now; random if not given")

    def handle(self, *args: Any, **options: Any) -> None:
        password = options["password"] or secrets.token_urlsafe(9)
        made = [account.user.username for account in load_sample(password=password) if account.created]
        if made and not options["password"]:
            self.stdout.write(f"Made {', '.join(made)} with the password {password}")
