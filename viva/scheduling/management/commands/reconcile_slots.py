"""`manage.py reconcile_slots`: count the places of every slot anew from its bookings."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from viva.scheduling.services.reconciling import Drift, reconcile_slots


class Command(BaseCommand):
    help = "Compare the places that each slot counts as taken with its bookings, and mend what differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="Report, and change nothing.")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        found = reconcile_slots(is_dry=dry_run)
        for drift in found:
            self.stdout.write(_line(drift, dry_run=dry_run))
        if not found:
            self.stdout.write("Every slot counts what is booked in it.")
        if any(not drift.can_be_mended for drift in found):
            raise CommandError("More is booked than there are places. Raise the slot's capacity or move somebody.")


def _line(drift: Drift, *, dry_run: bool) -> str:
    words = f"Slot {drift.slot_id}: counted {drift.counted}, booked {drift.booked} of {drift.places} places"
    if not drift.can_be_mended:
        return f"{words}; not mended."
    return f"{words}; {'would be' if dry_run else ''} mended.".replace(";  ", "; ")
