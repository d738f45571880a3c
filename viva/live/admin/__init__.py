"""The live rooms in the administration; importing the module registers them."""

from viva.live.admin import sessions

__all__ = ["sessions"]
