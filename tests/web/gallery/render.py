"""Every page drawn from sample data through the real templates, without views or rows: `pages()`."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.template import engines
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from tests.web.gallery.samples import SAMPLES, Sample

HERE = Path(__file__).parent


def _user(name: str | None) -> Any:
    if name is None:
        return AnonymousUser()
    return SimpleNamespace(is_authenticated=True, username="candidate", get_full_name=name, get_short_name=name)


def render(sample: Sample) -> str:
    """The page's HTML as a browser would get it."""
    request = RequestFactory().get(sample.path)
    context = {"request": request, "user": _user(sample.user), "csrf_token": "sample", **sample.context()}
    folders = engines["django"].engine.dirs
    if HERE / "templates" not in folders:
        folders.append(HERE / "templates")
    with translation.override(sample.language):
        return render_to_string(sample.template, context)


def pages() -> dict[str, str]:
    """Name and HTML of every sample."""
    return {sample.name: render(sample) for sample in SAMPLES}
