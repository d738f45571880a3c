"""What holds everywhere. Every name read here is documented in docs/configuration.md."""

from __future__ import annotations

from typing import Any

from csp.constants import NONCE, NONE, SELF

from viva.config.settings.environment import DATA_DIR, ROOT, env, is_loopback, keep_secret
from viva.config.settings.language_model import *  # noqa: F403
from viva.config.settings.mail import *  # noqa: F403
from viva.config.settings.recording import *  # noqa: F403
from viva.config.settings.rest import *  # noqa: F403
from viva.config.settings.speech import *  # noqa: F403

HOST = env.str("HOST", default="127.0.0.1")
PORT = env.int("PORT", default=8000)
VIVA_BASE_URL = env.str(
    "VIVA_BASE_URL", default=env.str("BACKEND_URL", default=f"http://127.0.0.1:{PORT}")
).rstrip("/")
VIVA_DATA_DIR = DATA_DIR
VIVA_DISPLAY_TIME_ZONE = env.str("VIVA_DISPLAY_TIME_ZONE", default="Asia/Kolkata")
# One click signs in as the demo's candidate: only where no other machine can reach this one.
VIVA_DEMO = bool(env.bool("VIVA_DEMO", default=False)) and is_loopback(HOST)

SECRET_KEY = keep_secret("VIVA_SECRET_KEY")
# Keys of the links in mails are derived from it; older links from
# the old ones.
VIVA_LINK_SECRET = keep_secret("VIVA_LINK_SECRET")
VIVA_OLD_LINK_SECRETS = env.list("VIVA_OLD_LINK_SECRETS", default=[])
# How long after its time an interview can still be begun; fractions allowed.
INTERVIEW_GRACE_MINUTES = env.float("INTERVIEW_GRACE_MINUTES", default=10.0)
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *env.list("VIVA_ALLOWED_HOSTS", default=[])]
CSRF_TRUSTED_ORIGINS = env.list("VIVA_CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "corsheaders",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "viva.audit",
    "viva.accounts",
    "viva.notifications",
    "viva.jobs",
    "viva.interviews",
    "viva.scheduling",
    "viva.live",
    "viva.insights",
    "viva.web",
    "viva.api",
    "viva.config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "viva.web.middleware.PrivatePagesMiddleware",
    "viva.web.middleware.DatabaseErrorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "viva.web.middleware.ViewerPreferencesMiddleware",
    "viva.web.middleware.KeptWordsMiddleware",
]

# Of the calls of the API (`config.wsgi`): in the order of MIDDLEWARE, without what looks after pages.
API_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "viva.web.middleware.DatabaseErrorsMiddleware",
    "django.middleware.common.CommonMiddleware",
]

ROOT_URLCONF = "viva.config.urls"
WSGI_APPLICATION = "viva.config.wsgi.application"
ASGI_APPLICATION = "viva.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    }
]

# IMMEDIATE: a deferred transaction that turns to writing fails at once in a race instead of waiting.
# FULL: what was acknowledged survives a power cut, not only kill -9.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;",
}
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'viva.sqlite3'}")}
DATABASES["default"]["CONN_MAX_AGE"] = None
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"].setdefault("OPTIONS", {}).update(SQLITE_OPTIONS)
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

Layer = dict[str, Any]
CHANNEL_LAYERS: dict[str, Layer] = {"default": {"BACKEND": "viva.core.realtime.layer.EmbeddedChannelLayer"}}
REDIS_URL = env.str("REDIS_URL", default="")
if REDIS_URL:
    CHANNEL_LAYERS["default"] = {
        "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
        "CONFIG": {"hosts": [REDIS_URL]},
    }
# Threads (each with a database connection of its own) that serve the rooms' reads and writes.
VIVA_ROOM_THREADS = env.int("VIVA_ROOM_THREADS", default=4)
# Threads that serve pages.
VIVA_PAGE_THREADS = env.int("VIVA_PAGE_THREADS", default=10)
# Largest request body in bytes, and how long its upload may take in seconds.
VIVA_MAX_BODY_BYTES = env.int("VIVA_MAX_BODY_BYTES", default=10 * 1024 * 1024)
VIVA_BODY_SECONDS = env.int("VIVA_BODY_SECONDS", default=60)
VIVA_JUDGE = "viva.live.providers.NoJudge"  # the lifespan puts the real one in its place
# Private networks that webhooks may reach in spite of the rule, as in 10.1.2.0/24: none unless they are given.
VIVA_WEBHOOK_NETWORKS = env.list("VIVA_WEBHOOK_NETWORKS", default=[])
VIVA_RUNNER_SOCKET = env.str("VIVA_RUNNER_SOCKET", default="")
# What holds candidates' code: `viva.config.code_runner` says which of them there are.
VIVA_SANDBOX_TIER = str(env.str("VIVA_SANDBOX_TIER", default="auto")).strip().lower()
# The operator's own choice, so private addresses are allowed; neither address nor token is shown or logged.
VIVA_JUDGE_URL = str(env.str("VIVA_JUDGE_URL", default="")).strip().rstrip("/")
VIVA_JUDGE_KIND = str(env.str("VIVA_JUDGE_KIND", default="")).strip().lower()
VIVA_JUDGE_TOKEN = str(env.str("VIVA_JUDGE_TOKEN", default="")).strip()

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["viva.accounts.backends.UsernameOrEmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "name", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Seconds that the link for a new password works.
PASSWORD_RESET_TIMEOUT = env.int("VIVA_PASSWORD_RESET_SECONDS", default=3600)
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "/profile/"
LOGOUT_REDIRECT_URL = "/"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "viva.web.public.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF, "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English")]
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
LOCALE_PATHS = [ROOT / "viva" / "locale"]

# What people upload lies beside the database, never under a public address.
MEDIA_ROOT = DATA_DIR / "uploads"
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
WHITENOISE_USE_FINDERS = True

LOG_LEVEL = env.one_of("VIVA_LOG_LEVEL", ["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"], default="INFO")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
