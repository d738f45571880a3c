"""A candidate's own practice, seen by nobody else, and an interview that a company holds with that candidate."""

from __future__ import annotations

from tests.api.matrix import Asked, Call, World, everybody, signed_in
from tests.factories.interviews import answer_by_service, make_interview, make_running, question_of
from tests.factories.rooms import TALK
from viva.interviews.models import Interview

GIVEN = {"question_text": "What is a lock?"}
OWN = everybody(404, nobody=401, owner=200)


def practice(world: World) -> Asked:
    return Asked(kwargs={"pk": make_interview(world.owner).pk})


def question(world: World) -> Asked:
    return Asked(kwargs=practice(world).kwargs, body=GIVEN)


def change(world: World) -> Asked:
    return Asked(kwargs=practice(world).kwargs, body={"title": "Other"})


def completed(world: World) -> Asked:
    interview = make_interview(world.owner)
    Interview.objects.filter(pk=interview.pk).update(status="completed", completed_at="2026-01-01T10:00:00Z")
    return Asked(kwargs={"pk": interview.pk})


def answered(world: World) -> Asked:
    interview = make_running(world.owner, use_ai=False)
    body = {"question_id": question_of(interview).pk, "text_response": "An answer."}
    return Asked(kwargs={"pk": interview.pk}, body=body)


def judged(world: World) -> Asked:
    interview = make_running(world.owner)
    response = answer_by_service(interview)
    return Asked(kwargs={"pk": interview.pk, "response_id": response}, body={"score": 5, "reason": "So."})


def unplanned(world: World) -> Asked:
    return Asked(body={"title": "T", "job_role": "R", "questions": [GIVEN]})


def companys(world: World) -> Asked:
    """The company's, with the owner as its candidate."""
    interview = make_interview(world.recruiter, questions=TALK[:1], company=world.company, candidate=world.owner)
    return Asked(kwargs={"pk": interview.pk})


CALLS = [
    Call("GET", "interviews/", signed_in(200)),
    Call("POST", "interviews/", signed_in(201), unplanned),
    Call("GET", "interviews/my_interviews/", signed_in(200)),
    Call("GET", "interviews/<id:pk>/", OWN | {"recruiter": 200}, companys),
    Call("PATCH", "interviews/<id:pk>/", OWN, change),
    Call("DELETE", "interviews/<id:pk>/", OWN | {"owner": 204}, practice),
    Call("POST", "interviews/<id:pk>/start/", OWN, practice),
    Call("POST", "interviews/<id:pk>/cancel/", OWN | {"owner": 403, "recruiter": 200}, companys),
    Call("GET", "interviews/<id:pk>/questions/", OWN, practice),
    Call("POST", "interviews/<id:pk>/questions/", OWN | {"owner": 201}, question),
    Call("POST", "interviews/<id:pk>/submit_response/", OWN, answered),
    Call("PATCH", "interviews/<id:pk>/responses/<id:response_id>/", OWN, judged),
    Call("POST", "interviews/<id:pk>/complete/", OWN, completed),
    Call("GET", "interviews/<id:pk>/results/", OWN, completed),
    Call("GET", "interviews/<id:pk>/transcript/", OWN | {"recruiter": 200}, companys),
    Call("GET", "interviews/<id:pk>/recordings/", OWN, practice),
]
