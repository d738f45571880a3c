"""Sample contexts for the gallery: ordinary, empty, long and right-to-left ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Paginator

from tests.web.gallery import components, forms, people, result
from viva.web.accounts.kept import Kept
from viva.web.room.reading import ReadForm


@dataclass(frozen=True)
class Sample:
    """One page to draw. `user` is the full name of who is signed in, or None."""

    name: str
    template: str
    path: str = "/"
    user: str | None = "Asha Rao"
    language: str = "en"
    context: Callable[[], dict[str, Any]] = field(default=dict)


KEPT = Kept(
    "/dashboard/recruiter/jobs/new/",
    (
        ("title", "Backend engineer"),
        ("description", f"Two lines,\nand a long one: {people.LONG}"),
        ("status", "open"),
    ),
    had_files=True,
)
CHOICES = {
    "status_choices": [
        ("in_progress", "In progress"),
        ("completed", "Completed"),
        ("cancelled", "Cancelled"),
    ],
    "type_choices": [
        ("technical", "Technical"),
        ("behavioral", "Behavioral"),
        ("system_design", "System design"),
        ("coding", "Coding"),
        ("hr", "HR"),
    ],
    "difficulty_choices": [("easy", "Easy"), ("medium", "Medium"), ("hard", "Hard")],
}


def _list(items: list[Any], any_interviews: bool = True, per_page: int = 4) -> dict[str, Any]:
    return {"page": Paginator(items, per_page).page(1), "any_interviews": any_interviews, **CHOICES}


def _unfinished() -> dict[str, Any]:
    open_one = people.interview(status="in_progress", assessed=False, completed_at=None)
    return {"interview": open_one, "resume_url": "/ai-interview/interview/2/"}


def _unscored() -> dict[str, Any]:
    empty = people.interview(
        title=people.LONG,
        assessed=False,
        strengths=[],
        weaknesses=[],
        recommendations=[],
        overall_feedback="",
    )
    return {**result.result(), "interview": empty, "verdict": "Nothing was answered.", "practise_next": []}


def _signed_out(name: str, template: str, **context: Any) -> Sample:
    return Sample(name, template, user=None, context=lambda: context)


SAMPLES = [
    Sample("components", "gallery/components.html", "/gallery/", context=components.context),
    _signed_out("landing", "public/landing.html", demo_accounts=True),
    Sample("landing-signed-in", "public/landing.html"),
    _signed_out("login", "accounts/login.html", form=forms.SignIn(), demo_accounts=True, next="/profile/"),
    _signed_out("login-refused", "accounts/login.html", form=forms.SignIn({"username": "asha"})),
    _signed_out("login-kept", "accounts/login.html", form=forms.SignIn(), kept="signed"),
    Sample("kept", "accounts/kept.html", context=lambda: {"kept": KEPT, "is_back": True, "home": "/profile/"}),
    _signed_out("signup", "accounts/signup.html", form=forms.SignUp()),
    _signed_out("reset", "accounts/password_reset_form.html", form=forms.Mail()),
    _signed_out("reset-done", "accounts/password_reset_done.html"),
    _signed_out("reset-confirm", "accounts/password_reset_confirm.html", form=forms.NewPassword(), validlink=True),
    _signed_out("reset-stale", "accounts/password_reset_confirm.html", validlink=False),
    _signed_out("reset-complete", "accounts/password_reset_complete.html"),
    Sample("password", "accounts/password_change_form.html", context=lambda: {"form": forms.NewPassword()}),
    Sample("profile", "accounts/profile.html", "/profile/", context=people.profile),
    Sample("profile-empty", "accounts/profile.html", "/profile/", user=people.LONG),
    Sample("profile-edit", "accounts/profile_edit.html", context=lambda: {"form": forms.EditProfile()}),
    Sample("list", "interviews/interview_list.html", "/interviews/", context=lambda: _list(people.several())),
    Sample(
        "list-rtl",
        "interviews/interview_list.html",
        "/interviews/?status=completed",
        user="سارة محمد",
        language="ar",
        context=lambda: _list(people.several()),
    ),
    Sample(
        "list-none-fits",
        "interviews/interview_list.html",
        "/interviews/?status=cancelled&type=hr",
        context=lambda: _list([]),
    ),
    Sample(
        "list-empty",
        "interviews/interview_list.html",
        "/interviews/",
        context=lambda: _list([], any_interviews=False),
    ),
    Sample("result", "interviews/interview_detail.html", context=result.result),
    Sample("result-unscored", "interviews/interview_detail.html", context=_unscored),
    Sample("result-unfinished", "interviews/interview_detail.html", context=_unfinished),
    Sample("insights", "insights/insights.html", "/insights/", context=people.insights),
    Sample("insights-empty", "insights/insights.html", "/insights/"),
    Sample(
        "start", "ai_interview/start_interview.html", context=lambda: {"form": forms.Start(), "reader": ReadForm()}
    ),
    Sample(
        "start-named",
        "ai_interview/start_interview.html",
        context=lambda: {"form": forms.Start(), "reader": ReadForm(), "named": result.PRACTISE[0]["questions"]},
    ),
    Sample(
        "start-refused",
        "ai_interview/start_interview.html",
        user="سارة محمد",
        language="ar",
        context=lambda: {"form": forms.Start({"kind": "dancing"}), "reader": ReadForm()},
    ),
    *[Sample(code, f"{code}.html") for code in ("400", "403", "404", "429", "500")],
    Sample("csrf", "errors/csrf.html"),
    *[
        _signed_out(f"database-{cause}", "errors/database.html", cause=cause)
        for cause in ("behind", "full", "locked")
    ],
]
