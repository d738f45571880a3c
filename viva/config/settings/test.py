"""For the test suite: a data folder of its own, fast hashing, mail in memory, the scripted engine."""

import atexit
import os
import shutil
import tempfile

os.environ.setdefault("VIVA_ENV_FILE", os.devnull)
if "VIVA_DATA_DIR" not in os.environ:
    os.environ["VIVA_DATA_DIR"] = tempfile.mkdtemp(prefix="viva-test-")
    atexit.register(shutil.rmtree, os.environ["VIVA_DATA_DIR"], ignore_errors=True)

from viva.config.settings.base import *  # noqa: F403
from viva.config.settings.base import DATABASES
from viva.config.settings.environment import DATA_DIR

# A file, as in earnest: WAL, IMMEDIATE and waiting for a lock do not exist for a database in memory.
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
VIVA_ENGINE = "viva.ai.engines.scripted.ScriptedEngine"
VIVA_JUDGE = "viva.sandbox.scripted.ScriptedJudge"
VIVA_VOICE = VIVA_LISTEN = "none"  # whatever this machine has
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405 - WhiteNoise warns where it is missing
# Each test's client has middleware of its own, which would look up every static file there is anew.
WHITENOISE_AUTOREFRESH = True
