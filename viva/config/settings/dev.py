"""What `make run` uses: plain HTTP, static files straight from the package."""

from viva.config.settings.base import *  # noqa: F403
from viva.config.settings.environment import env

DEBUG = env.bool("VIVA_DEBUG", default=False)
