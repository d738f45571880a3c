"""Why a time could not be given."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from viva.core.errors import StateForbids


class SlotFull(StateForbids):
    code = "slot_full"
    message = _("This slot is fully booked.")


class SlotGone(StateForbids):
    code = "slot_gone"
    message = _("This slot is not offered any more.")


class SlotBusy(StateForbids):
    """Somebody booked the slot, or left it, again and again while it was to be changed."""

    code = "slot_busy"
    message = _("The slot was booked at the same moment. Try again.")


class BookedElsewhere(StateForbids):
    """Somebody else booked or moved the interview while this was under way."""

    code = "booked_elsewhere"
    message = _("The interview was booked at the same moment. Look at its time again.")


class TimePassed(StateForbids):
    code = "time_passed"
    message = _("Choose a time that lies ahead.")
