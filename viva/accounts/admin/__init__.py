"""People, companies and sign-ins in the administration; importing the modules registers them."""

from viva.accounts.admin import companies, people, sign_ins

__all__ = ["companies", "people", "sign_ins"]
