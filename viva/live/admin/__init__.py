"""The live rooms in the administration; importing the module registers them."""

from viva.live.admin import recordings, sessions

__all__ = ["recordings", "sessions"]
