"""Reads the environment and the `.env` file; a value of the wrong type names its variable."""

from __future__ import annotations

import ipaddress
import os
import secrets
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parents[3]
env = environ.Env()
environ.Env.read_env(os.environ.get("VIVA_ENV_FILE", ROOT / ".env"))

DATA_DIR = Path(env.str("VIVA_DATA_DIR", default=str(ROOT / "var"))).resolve()


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def keep_secret(name: str) -> str:
    """The secret `name` from the environment, else one made once and kept (mode 0600) in the data folder.

    Two processes that start together agree: the first file linked into place wins.
    """
    if value := str(env.str(name, default="")):
        return value
    path = DATA_DIR / name.lower()
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f"{path.name}.{os.getpid()}")
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(fresh, path)
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text().strip()
