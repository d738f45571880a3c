"""`manage.py check`: each wrong setting by the name of its variable, with the way to mend it.

A value that cannot be read at all (a word for a number) ends earlier, in `settings.environment`, in the same
words. Nothing here opens a connection; the data folder is looked at, not written to.

An id means one fault, so that `SILENCED_SYSTEM_CHECKS` silences that alone. Each file has ten of them and more:
this one from viva.E001, mail from 020, the code runner from 030, the language model from 040, speech from 050.
"""

from __future__ import annotations

import difflib
import ipaddress
import os
import zoneinfo
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.utils.module_loading import import_string

from viva.config.checks_address import split_address
from viva.config.checks_judge import JUDGE_CHECKS
from viva.config.checks_language_model import LANGUAGE_MODEL_CHECKS
from viva.config.checks_mail import MAIL_CHECKS
from viva.config.checks_speech import SPEECH_CHECKS
from viva.config.settings.environment import env, is_loopback

LONGEST_SOCKET_PATH = 107  # bytes: `sun_path` of unix(7) less its final NUL
LEAST = {
    "VIVA_ROOM_THREADS": 1,
    "VIVA_PAGE_THREADS": 1,
    "VIVA_MAX_BODY_BYTES": 1024,
    "VIVA_BODY_SECONDS": 1,
    "VIVA_ENGINE_SECONDS": 0.1,
    "VIVA_VOICE_SECONDS": 0.1,
    "VIVA_VOICE_CACHE_MB": 1,
    "VIVA_LISTEN_SECONDS": 0.1,
    "VIVA_LISTEN_WORKERS": 1,
    "VIVA_ACCESS_MINUTES": 1,
    "VIVA_REFRESH_DAYS": 1,
    "VIVA_API_CALLS_PER_MINUTE": 1,
    "VIVA_API_WRITES_PER_MINUTE": 1,
    "INTERVIEW_GRACE_MINUTES": 0,
    "VIVA_MAIL_RETENTION_DAYS": 0,
    "VIVA_RECORDING_QUOTA_MB": 0,
    "VIVA_LLM_RETENTION_DAYS": 0,
}
MOST = {
    "INTERVIEW_GRACE_MINUTES": 24 * 60,
    "VIVA_MAIL_RETENTION_DAYS": 36_500,
    "VIVA_LLM_RETENTION_DAYS": 36_500,
}
SHORTEST_SECRET = 32  # characters
READ_ELSEWHERE = {"VIVA_ENV_FILE"}
Found = Iterator[CheckMessage]


def addresses() -> Found:
    """HOST, PORT, VIVA_BASE_URL and VIVA_ALLOWED_HOSTS."""
    if not 1 <= settings.PORT <= 65535:
        yield Error(f"PORT is {settings.PORT}.", hint="Give a port from 1 to 65535.", id="viva.E001")
    base = split_address(
        settings.VIVA_BASE_URL.removesuffix(f":{settings.PORT}")
    )  # the default repeats a wrong PORT
    if base is None or base.scheme not in {"http", "https"} or not base.hostname:
        yield Error(
            f"VIVA_BASE_URL is {settings.VIVA_BASE_URL!r}, which is not a whole address.",
            hint="Begin with http:// or https://, as in https://viva.example.org. BACKEND_URL is its other name.",
            id="viva.E002",
        )
    for host in settings.ALLOWED_HOSTS:
        if "/" in host or (":" in host and not host.startswith("[")):
            yield Error(
                f"VIVA_ALLOWED_HOSTS has {host!r}, which is not a bare host name.",
                hint="Names only, without https:// and port, with commas between: viva.example.org,10.0.0.5",
                id="viva.E003",
            )


def other_origins() -> Found:
    """VIVA_CORS_ORIGINS."""
    for origin in settings.CORS_ALLOWED_ORIGINS:
        split = split_address(origin)
        whole = split and split.scheme and split.netloc and not (split.path or split.query or split.fragment)
        if not whole:
            yield Error(
                f"VIVA_CORS_ORIGINS has {origin!r}, which is not an origin.",
                hint="Scheme and host (and port), nothing after them: https://app.example.org,http://10.0.0.5:3000",
                id="viva.E010",
            )


def time_zone() -> Found:
    name = settings.VIVA_DISPLAY_TIME_ZONE
    known = zoneinfo.available_timezones()
    if name not in known:
        near = difflib.get_close_matches(name, known, n=1)
        meant = f" Did you mean {near[0]}?" if near else ""
        yield Error(
            f"VIVA_DISPLAY_TIME_ZONE is {name!r}, a time zone that is not known.",
            hint=f"Give a name such as Asia/Kolkata or Europe/Berlin.{meant}",
            id="viva.E004",
        )


def data_folder() -> Found:
    """The folder itself, and that of the SQLite file where DATABASE_URL puts it elsewhere."""
    places = {"VIVA_DATA_DIR": Path(settings.VIVA_DATA_DIR)}
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3") and "memory" not in str(database["NAME"]):
        places["DATABASE_URL"] = Path(database["NAME"]).parent
    for name, folder in places.items():
        if trouble := _trouble_with(folder, made=name == "VIVA_DATA_DIR"):
            yield Error(
                f"{name}: the folder {folder} {trouble}.",
                hint=f"Let the user that runs Viva own it and write in it, or set {name} to another place.",
                id="viva.E005",
            )


def numbers() -> Found:
    for name, least in LEAST.items():
        if (value := getattr(settings, name)) < least:
            yield Error(f"{name} is {value}.", hint=f"Give {least} or more.", id="viva.E006")
    for name, most in MOST.items():
        if (value := getattr(settings, name)) > most:
            yield Error(f"{name} is {value}.", hint=f"Give {most} or less.", id="viva.E006")
    if settings.PASSWORD_RESET_TIMEOUT < 60:
        yield Error(
            f"VIVA_PASSWORD_RESET_SECONDS is {settings.PASSWORD_RESET_TIMEOUT}.",
            hint="Give 60 or more: mail takes a while to arrive.",
            id="viva.E006",
        )


def links() -> Found:
    """The secrets of the links in mails, without repeating them."""
    for name, secrets in (
        ("VIVA_LINK_SECRET", [settings.VIVA_LINK_SECRET]),
        ("VIVA_OLD_LINK_SECRETS", settings.VIVA_OLD_LINK_SECRETS),
    ):
        if any(len(secret) < SHORTEST_SECRET for secret in secrets):
            yield Error(
                f"{name} has a secret of fewer than {SHORTEST_SECRET} characters, which can be guessed.",
                hint="Take a long random text, as `openssl rand -base64 48` prints one; without VIVA_LINK_SECRET "
                "one is made and kept in VIVA_DATA_DIR.",
                id="viva.E012",
            )


def parts() -> Found:
    """What is named by its place in the code."""
    for name in ("VIVA_ENGINE", "EMAIL_BACKEND"):
        path = getattr(settings, name)
        try:
            import_string(path)
        except ImportError:
            yield Error(
                f"{name} is {path!r}, which cannot be imported.",
                hint=f"Mend it, or remove {name} to have the default.",
                id="viva.E007",
            )


def sockets() -> Found:
    """The code runner's and Redis's."""
    if len(os.fsencode(settings.VIVA_RUNNER_SOCKET)) > LONGEST_SOCKET_PATH:
        yield Error(
            f"VIVA_RUNNER_SOCKET is over the {LONGEST_SOCKET_PATH} bytes that a Unix socket's path may have.",
            hint="Give a shorter path, or remove it to have one in the folder for temporary files.",
            id="viva.E008",
        )
    redis = split_address(settings.REDIS_URL)
    if settings.REDIS_URL and (redis is None or redis.scheme not in {"redis", "rediss", "unix"}):
        yield Error(
            "REDIS_URL is not the address of a Redis server.",
            hint="Write redis://HOST:6379/0 (rediss:// with TLS), or remove it: one process needs no Redis.",
            id="viva.E009",
        )


def networks() -> Found:
    """What webhooks may reach of the private networks."""
    for network in settings.VIVA_WEBHOOK_NETWORKS:
        try:
            ipaddress.ip_network(network)
        except ValueError:
            yield Error(
                f"VIVA_WEBHOOK_NETWORKS has {network!r}, which is not a network.",
                hint="Write networks as in 10.1.2.0/24,fd00:1::/64, or remove it: webhooks then stay outside.",
                id="viva.E011",
            )


def demo() -> Found:
    """The demo's password stands in the documentation. The setting is off where HOST is not of this machine."""
    if not (settings.VIVA_DEMO or env.bool("VIVA_DEMO", default=False)):
        return
    reached_by = [
        f"HOST={settings.HOST}" if not is_loopback(settings.HOST) else "",
        "VIVA_ALLOWED_HOSTS" if any(not is_loopback(host) for host in settings.ALLOWED_HOSTS) else "",
    ]
    if ways := " and ".join(way for way in reached_by if way):
        yield Warning(
            f"VIVA_DEMO is on, and others can reach this server ({ways}).",
            hint="Serve without --demo and VIVA_DEMO. Accounts that a demo made on this machine alone keep the "
            "password viva-demo, admin too: mend them by manage.py changepassword, or take a new VIVA_DATA_DIR.",
            id="viva.W001",
        )


def public() -> Found:
    """What is forgotten most behind TLS; SECURE_SSL_REDIRECT tells the settings for that."""
    if not settings.SECURE_SSL_REDIRECT:
        return
    base = split_address(settings.VIVA_BASE_URL)
    if base is None or base.scheme != "https" or is_loopback(base.hostname or ""):
        yield Warning(
            f"VIVA_BASE_URL is {settings.VIVA_BASE_URL}, so links in e-mails do not lead to this site.",
            hint="Set VIVA_BASE_URL to the address that people type, with https://.",
            id="viva.W002",
        )
    elif not _is_allowed(base.hostname or ""):
        yield Warning(
            f"VIVA_ALLOWED_HOSTS does not have {base.hostname}, so pages and sockets there are refused.",
            hint=f"Set VIVA_ALLOWED_HOSTS={base.hostname}",
            id="viva.W003",
        )


def unknown_names() -> Found:
    """A misspelt name has no effect, silently; here it is said."""
    known = env.read | READ_ELSEWHERE
    for name in sorted(os.environ):
        if name.startswith("VIVA_") and name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            meant = f" Did you mean {near[0]}?" if near else ""
            yield Warning(
                f"{name} is set, but no setting has that name.", hint=f"Remove it.{meant}", id="viva.W004"
            )


CHECKS: Sequence[Callable[[], Found]] = (
    addresses,
    other_origins,
    time_zone,
    data_folder,
    numbers,
    links,
    parts,
    sockets,
    networks,
    demo,
    public,
    unknown_names,
    *MAIL_CHECKS,
    *JUDGE_CHECKS,
    *LANGUAGE_MODEL_CHECKS,
    *SPEECH_CHECKS,
)


def check_settings(**_: Any) -> list[CheckMessage]:
    """All that `CHECKS` find, in their order."""
    return [message for check in CHECKS for message in check()]


def register_checks() -> None:
    register(check_settings)


def _is_allowed(host: str) -> bool:
    from django.http.request import validate_host

    return validate_host(host, settings.ALLOWED_HOSTS)


def _trouble_with(folder: Path, *, made: bool) -> str:
    """Why nothing can be stored in `folder`, or ""; one that will be `made` may be missing."""
    if not folder.exists() and not made:
        return "does not exist"
    place = folder
    while not place.exists() and place != place.parent:
        place = place.parent
    if not place.is_dir():
        return f"cannot be made: {place} is a file" if place != folder else "is a file"
    return "" if os.access(place, os.W_OK | os.X_OK) else "cannot be written"
