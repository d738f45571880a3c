"""`Idempotency-Key`: a call that creates, sent again, creates nothing more and gets the first answer.

A key belongs to one person (before sign-up: one address) and one path. It is claimed by one insert before the view
runs, so that of many calls at once one runs and the others are told to come back. Only success is kept: after
an error the key is free again. A call that a killed server left without an answer is taken over after CLAIMED_FOR.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any, TypeVar, cast

from cryptography.fernet import Fernet
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from viva.accounts.limits import address_of
from viva.api.models import StoredAnswer
from viva.core import time
from viva.core.errors import StateForbids

HEADER = "Idempotency-Key"
KEPT_FOR = timedelta(hours=24)
CLAIMED_FOR = timedelta(minutes=5)  # longer than any call may take
PURGED_AT_ONCE = 20
_FORM = re.compile(r"[!-~]{1,255}")

View = TypeVar("View", bound=Callable[..., Response])


@dataclass(frozen=True, slots=True)
class Call:
    """What identifies a call: `key` who, where and with which key; `body` what was sent."""

    key: str
    body: str
    secret: str


def idempotent(view: View) -> View:
    """For a view's method that creates. Without the header nothing changes."""

    @wraps(view)
    def answered(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        call = _call_of(request)
        if call is None:
            return view(self, request, *args, **kwargs)
        claim = uuid.uuid4().hex
        if not _claimed(call, claim=claim):
            return _first_answer(call)
        try:
            response = view(self, request, *args, **kwargs)
        except BaseException:
            _let_go(claim)
            raise
        if 200 <= response.status_code < 300:
            _keep(call, response, claim=claim)
        else:
            _let_go(claim)
        return response

    answered.idempotent = True  # type: ignore[attr-defined]
    return cast(View, answered)


def _call_of(request: Request) -> Call | None:
    """None without the header; ValidationError for one that is no key."""
    key = request.headers.get(HEADER)
    if key is None:
        return None
    if not _FORM.fullmatch(key):
        raise ValidationError({HEADER: [_("Give 1 to 255 visible ASCII characters, without spaces.")]})
    user = request.user
    who = f"user {user.pk}" if user.is_authenticated else f"address {address_of(request._request)}"
    path = request.path.replace("/api/v1/", "/api/", 1)
    body = json.dumps(request.data, sort_keys=True)
    return Call(key=_hash("key", f"{who}\n{path}\n{key}"), body=_hash("body", body), secret=key)


def _claimed(call: Call, *, claim: str) -> bool:
    """Whether this call is the one to run: the first with its key, or the first after that has lapsed."""
    moment = time.now()
    with transaction.atomic():
        _purge(call)
        row = StoredAnswer(key=call.key, body_hash=call.body, claim=claim, created_at=moment)
        StoredAnswer.objects.bulk_create([row], ignore_conflicts=True)
        return StoredAnswer.objects.filter(key=call.key, claim=claim).exists()


def _first_answer(call: Call) -> Response:
    """Raises StateForbids where the key stands for another body, or its call has no answer yet."""
    row = StoredAnswer.objects.filter(key=call.key).first()
    if row is not None and row.body_hash != call.body:
        raise StateForbids(_("This Idempotency-Key was used with another body. Take a new one."))
    if row is None or not row.status:
        raise StateForbids(_("The call with this Idempotency-Key is still running. Ask again in a moment."))
    data = json.loads(_cipher(call).decrypt(bytes(row.answer)))
    return Response(data, status=row.status, headers={"Idempotency-Replayed": "true"})


def _keep(call: Call, response: Response, *, claim: str) -> None:
    answer = _cipher(call).encrypt(JSONRenderer().render(response.data))
    StoredAnswer.objects.filter(claim=claim).update(status=response.status_code, answer=answer)


def _let_go(claim: str) -> None:
    StoredAnswer.objects.filter(claim=claim).delete()


def _purge(call: Call) -> None:
    """This key's own row and a few others that are past their time."""
    moment = time.now()
    StoredAnswer.objects.filter(key=call.key, created_at__lt=moment - KEPT_FOR).delete()
    StoredAnswer.objects.filter(key=call.key, status=0, created_at__lt=moment - CLAIMED_FOR).delete()
    over = StoredAnswer.objects.select_for_update(skip_locked=True).filter(created_at__lt=moment - KEPT_FOR)
    stale = list(over.order_by("created_at").values_list("pk", flat=True)[:PURGED_AT_ONCE])
    StoredAnswer.objects.filter(pk__in=stale).delete()


def _hash(use: str, text: str) -> str:
    return salted_hmac(f"viva.idempotency {use}", text, algorithm="sha256").hexdigest()


def _cipher(call: Call) -> Fernet:
    """Its key needs both the server's secret and the client's `Idempotency-Key`."""
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(_hash("cipher", call.secret).encode()).digest()))
