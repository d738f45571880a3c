"""The live rooms in the administration; importing the modules registers them."""

from viva.live.admin import engine, recordings, sessions

__all__ = ["engine", "recordings", "sessions"]
