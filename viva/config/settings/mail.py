"""E-mail: through the server that is named, else into files."""

from __future__ import annotations

from viva.config.security import UNSAID, secure
from viva.config.settings.environment import DATA_DIR, env

EMAIL_HOST = env.str("EMAIL_HOST", default="")
EMAIL_PORT = env.int("EMAIL_PORT", default=587)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
# Where the two contradict each other or the port, the port decides, and the check tells so.
EMAIL_SECURITY = secure(
    EMAIL_PORT,
    tls=env.bool("EMAIL_USE_TLS", default=UNSAID),
    ssl=env.bool("EMAIL_USE_SSL", default=UNSAID),
)
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL_SECURITY.tls, EMAIL_SECURITY.ssl
_BY_SMTP, _INTO_FILES = "smtp.EmailBackend", "filebased.EmailBackend"
EMAIL_BACKEND = f"django.core.mail.backends.{_BY_SMTP if EMAIL_HOST else _INTO_FILES}"
EMAIL_FILE_PATH = DATA_DIR / "outbox"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Viva <viva@localhost>")
# Days for which mail that is over is kept in the database; 0 keeps it for good.
VIVA_MAIL_RETENTION_DAYS = env.int("VIVA_MAIL_RETENTION_DAYS", default=180)
EMAIL_TIMEOUT = 10  # seconds for each reply of the server
EMAIL_SENDER_IS_SAID = "DEFAULT_FROM_EMAIL" in env.ENVIRON
EMAIL_SAID = tuple(
    name
    for name in ("EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS", "EMAIL_USE_SSL")
    if env.ENVIRON.get(name)
)
