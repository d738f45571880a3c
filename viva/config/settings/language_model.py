"""The language model, if there is one. The address is the operator's own choice, so private ones are allowed."""

from __future__ import annotations

from viva.config.settings.environment import env

VIVA_LLM_BASE_URL = str(env.str("VIVA_LLM_BASE_URL", default="")).strip().rstrip("/")
VIVA_LLM_MODEL = str(env.str("VIVA_LLM_MODEL", default="")).strip()
# Neither is shown, logged or stored.
VIVA_LLM_API_KEY = str(env.str("VIVA_LLM_API_KEY", default="")).strip()
VIVA_LLM_API_KEY_FILE = str(env.str("VIVA_LLM_API_KEY_FILE", default="")).strip()
# Where companies may bring a key of their own for: no other address is ever asked for them.
VIVA_LLM_COMPANY_BASE_URLS = [
    each.strip().rstrip("/") for each in env.list("VIVA_LLM_COMPANY_BASE_URLS", default=[]) if each.strip()
]
# For how many days calls and what they took are kept.
VIVA_LLM_RETENTION_DAYS = env.int("VIVA_LLM_RETENTION_DAYS", default=180)
# Seconds that one call of a kind may take, within VIVA_ENGINE_SECONDS.
VIVA_LLM_SAY_SECONDS = env.float("VIVA_LLM_SAY_SECONDS", default=8.0)
VIVA_LLM_JUDGE_SECONDS = env.float("VIVA_LLM_JUDGE_SECONDS", default=20.0)
VIVA_LLM_PLAN_SECONDS = env.float("VIVA_LLM_PLAN_SECONDS", default=12.0)
VIVA_LLM_CONCLUDE_SECONDS = env.float("VIVA_LLM_CONCLUDE_SECONDS", default=20.0)
# Most that may be spent; 0: no cap. Prices are for a million tokens.
VIVA_LLM_INTERVIEW_TOKENS = env.int("VIVA_LLM_INTERVIEW_TOKENS", default=200000)
VIVA_LLM_DAY_TOKENS = env.int("VIVA_LLM_DAY_TOKENS", default=5000000)
VIVA_LLM_INTERVIEW_MONEY = env.float("VIVA_LLM_INTERVIEW_MONEY", default=0.0)
VIVA_LLM_DAY_MONEY = env.float("VIVA_LLM_DAY_MONEY", default=0.0)
VIVA_LLM_PROMPT_PRICE = env.float("VIVA_LLM_PROMPT_PRICE", default=0.0)
VIVA_LLM_COMPLETION_PRICE = env.float("VIVA_LLM_COMPLETION_PRICE", default=0.0)
VIVA_LLM_CONCURRENCY = env.int("VIVA_LLM_CONCURRENCY", default=8)
# How many judgements of an answer are asked for, and whether a second look is taken at what was found met.
VIVA_LLM_SAMPLES = env.int("VIVA_LLM_SAMPLES", default=1)
VIVA_LLM_SCEPTIC = env.bool("VIVA_LLM_SCEPTIC", default=False)
# How JSON is asked for: `auto` finds out what the server has.
VIVA_LLM_JSON = str(env.str("VIVA_LLM_JSON", default="auto")).strip().lower()

HAS_LANGUAGE_MODEL = bool(VIVA_LLM_BASE_URL and VIVA_LLM_MODEL)
EMBEDDED_ENGINE = "viva.ai.engines.embedded.EmbeddedEngine"
LANGUAGE_MODEL_ENGINE = "viva.live.language_model.make_engine"
# Seconds that one engine call, and all of a turn's calls to a model together, may take before the interview goes
# on without.
VIVA_ENGINE_SECONDS = env.float(
    "VIVA_ENGINE_SECONDS", default=30.0 if HAS_LANGUAGE_MODEL or VIVA_LLM_COMPANY_BASE_URLS else 8.0
)
VIVA_ENGINE = env.str("VIVA_ENGINE", default=LANGUAGE_MODEL_ENGINE if HAS_LANGUAGE_MODEL else EMBEDDED_ENGINE)
