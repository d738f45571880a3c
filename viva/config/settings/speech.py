"""How the interviewer speaks and hears: by what this machine has, or by the servers that are named."""

from __future__ import annotations

from viva.config.settings.environment import DATA_DIR, env

VIVA_VOICE = str(env.str("VIVA_VOICE", default="auto")).strip().lower()
# The operator's own choice, so private addresses are allowed; neither address nor key is shown or logged.
VIVA_VOICE_URL = str(env.str("VIVA_VOICE_URL", default="")).strip().rstrip("/")
VIVA_VOICE_KEY = str(env.str("VIVA_VOICE_KEY", default="")).strip()
VIVA_VOICE_MODEL = env.str("VIVA_VOICE_MODEL", default="tts-1")
VIVA_VOICE_NAMES = env.list("VIVA_VOICE_NAMES", default=[]) or ["alloy", "echo", "nova"]
# Seconds that one sentence may take before it is only shown.
VIVA_VOICE_SECONDS = env.float("VIVA_VOICE_SECONDS", default=10.0)
VIVA_VOICE_CACHE_MB = env.int("VIVA_VOICE_CACHE_MB", default=512)

# How the candidate is heard.
VIVA_LISTEN = str(env.str("VIVA_LISTEN", default="auto")).strip().lower()
VIVA_LISTEN_URL = str(env.str("VIVA_LISTEN_URL", default="")).strip().rstrip("/")
VIVA_LISTEN_KEY = str(env.str("VIVA_LISTEN_KEY", default="")).strip()
VIVA_LISTEN_MODEL = env.str("VIVA_LISTEN_MODEL", default="whisper-1")
# Seconds that one piece of speech, half a minute at most, may take to be written down, waiting included.
VIVA_LISTEN_SECONDS = env.float("VIVA_LISTEN_SECONDS", default=20.0)
VIVA_LISTEN_WORKERS = env.int("VIVA_LISTEN_WORKERS", default=1)
VIVA_WHISPER_MODEL = env.str("VIVA_WHISPER_MODEL", default="base.en")
SPEECH_MODELS = DATA_DIR / "speech_models"
