"""The REST API: Django REST framework, tokens, the description in OpenAPI, other origins."""

from __future__ import annotations

from typing import Any

from viva.config.settings.environment import env

# Minutes that an access token works, and days that a refresh token does; each refresh starts the days anew.
VIVA_ACCESS_MINUTES = env.int("VIVA_ACCESS_MINUTES", default=60)
VIVA_REFRESH_DAYS = env.int("VIVA_REFRESH_DAYS", default=14)
# Calls that one person may make in a minute, and how many of them may write. An address has five times as many.
VIVA_API_CALLS_PER_MINUTE = env.int("VIVA_API_CALLS_PER_MINUTE", default=1200)
VIVA_API_WRITES_PER_MINUTE = env.int("VIVA_API_WRITES_PER_MINUTE", default=300)

# Bearer tokens only: no cookie is read or set, so no other site can use a browser's sign-in.
CORS_ALLOWED_ORIGINS = env.list("VIVA_CORS_ORIGINS", default=[])
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_CREDENTIALS = False
CORS_ALLOW_HEADERS = ("accept", "authorization", "content-type", "idempotency-key", "if-none-match")
CORS_EXPOSE_HEADERS = ("etag", "idempotency-replayed", "retry-after")
SILENCED_SYSTEM_CHECKS = ["corsheaders.E013", "corsheaders.E014"]  # viva.E010 says it by the variable's name

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["viva.api.v1.common.authentication.BearerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_THROTTLE_CLASSES": ["viva.api.v1.common.throttling.CallsThrottle"],
    "DEFAULT_PARSER_CLASSES": ["viva.api.v1.common.parsing.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["viva.api.v1.common.rendering.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "viva.api.v1.common.parsing.AlwaysJSON",
    "DEFAULT_PAGINATION_CLASS": "viva.api.v1.common.pagination.Pages",
    "DEFAULT_SCHEMA_CLASS": "viva.api.v1.common.schema.Described",
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "viva.api.v1.common.exceptions.answer_for",
    "URL_FORMAT_OVERRIDE": None,
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "TEST_REQUEST_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Viva",
    "DESCRIPTION": "Creates, runs and reads interviews. Sign in at `/api/v1/auth/login/` and send the access "
    "token as `Authorization: Bearer`. Errors are `{detail}` or `{field: [messages]}`.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_NO_READ_ONLY_REQUIRED": False,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "DISABLE_DOCSTRING_DESCRIPTIONS": True,  # those speak to who reads the code
    "PREPROCESSING_HOOKS": ["viva.api.v1.common.schema.only_version_1"],
    "PATH_CONVERTER_OVERRIDES": {"id": {"type": "integer", "minimum": 1, "maximum": 2**63 - 1}},
    "APPEND_COMPONENTS": {
        "schemas": {
            "Problem": {
                "type": "object",
                "description": "What is wrong, for a person.",
                "properties": {"detail": {"type": "string"}},
                "required": ["detail"],
                "additionalProperties": False,
            },
            "FieldErrors": {
                "type": "object",
                "description": "Messages by field; one inside another is named with dots: `questions.0.type`.",
                "additionalProperties": {"type": "array", "items": {"type": "string"}},
            },
        }
    },
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    # The names of enumerations that several fields share or that differ under one field name.
    "ENUM_NAME_OVERRIDES": {
        "RoleEnum": "viva.accounts.models.Role",
        "MemberRoleEnum": "viva.accounts.models.MemberRole",
        "LevelEnum": "viva.accounts.models.Level",  # a job's seniority too
        "JobStatusEnum": "viva.jobs.models.JobStatus",
        "StageEnum": "viva.jobs.models.Stage",
        "EventNameEnum": "viva.notifications.models.EventName",
        "DeliveryStatusEnum": "viva.notifications.models.DeliveryStatus",
        "InterviewTypeEnum": "viva.interviews.enums.InterviewType",
        "QuestionTypeEnum": "viva.interviews.enums.QuestionType",
        "DifficultyEnum": "viva.interviews.enums.Difficulty",
        "InterviewStatusEnum": "viva.interviews.enums.Status",
        "PurposeEnum": "viva.interviews.enums.Purpose",
        "ModeEnum": "viva.interviews.enums.Mode",
        "SlotStatusEnum": "viva.scheduling.models.SlotStatus",
        "ScheduleStatusEnum": "viva.scheduling.models.ScheduleStatus",
        "OutcomeEnum": "viva.interviews.enums.Outcome",
        "StrictnessEnum": "viva.accounts.models.Strictness",
    },
}
