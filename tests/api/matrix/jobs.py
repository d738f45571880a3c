"""An open job is every candidate's to read and its company's to change; applications are between the two."""

from __future__ import annotations

from tests.api.matrix import Asked, Call, World, signed_in
from tests.factories.jobs import make_application, make_job
from viva.jobs.models import Job

READ = signed_in(200, other_recruiter=404)
CHANGED = {"owner": 403, "outsider": 403, "admin": 403, "other_recruiter": 404}
BETWEEN = {"outsider": 404, "other_recruiter": 404, "admin": 404}


def _job(world: World) -> Job:
    return make_job(world.company)


def _of_job(world: World) -> Asked:
    return Asked({"pk": _job(world).pk}, {"title": "New"})


def _of_application(world: World) -> Asked:
    application = make_application(_job(world), candidate=world.owner)
    return Asked({"pk": application.pk}, {"stage": "invited"})


def _read(prepare):
    return lambda world: Asked(prepare(world).kwargs)


def _applying(world: World) -> Asked:
    return Asked(body={"job": _job(world).pk, "name": "Ann", "email": "ann@x.example"})


CALLS = [
    Call("GET", "jobs/", signed_in(200)),
    Call(
        "POST",
        "jobs/",
        signed_in(403, recruiter=201, other_recruiter=201),
        lambda world: Asked(body={"title": "Engineer"}),
    ),
    Call("GET", "jobs/<id:pk>/", READ, _read(_of_job)),
    Call("PATCH", "jobs/<id:pk>/", signed_in(200, **CHANGED), _of_job),
    Call("DELETE", "jobs/<id:pk>/", signed_in(204, **CHANGED), _read(_of_job)),
    Call("GET", "applications/", signed_in(200)),
    Call("POST", "applications/", signed_in(201, other_recruiter=400), _applying),
    Call("GET", "applications/<id:pk>/", signed_in(200, **BETWEEN), _read(_of_application)),
    Call("PATCH", "applications/<id:pk>/", signed_in(200, owner=403, **BETWEEN), _of_application),
]
