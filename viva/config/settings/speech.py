"""How the interviewer speaks: by what this machine has, or by the server that is named."""

from __future__ import annotations

from viva.config.settings.environment import env

VIVA_VOICE = str(env.str("VIVA_VOICE", default="auto")).strip().lower()
# The operator's own choice, so private addresses are allowed; neither address nor key is shown or logged.
VIVA_VOICE_URL = str(env.str("VIVA_VOICE_URL", default="")).strip().rstrip("/")
VIVA_VOICE_KEY = str(env.str("VIVA_VOICE_KEY", default="")).strip()
VIVA_VOICE_MODEL = env.str("VIVA_VOICE_MODEL", default="tts-1")
VIVA_VOICE_NAMES = env.list("VIVA_VOICE_NAMES", default=[]) or ["alloy", "echo", "nova"]
# Seconds that one sentence may take before it is only shown.
VIVA_VOICE_SECONDS = env.float("VIVA_VOICE_SECONDS", default=10.0)
VIVA_VOICE_CACHE_MB = env.int("VIVA_VOICE_CACHE_MB", default=512)
