"""Templates: one shared with everybody is read by all, a company's by its people, one's own by oneself."""

from __future__ import annotations

from tests.api.matrix import Asked, Call, World, signed_in
from tests.factories.templates import QUESTIONS, make_template

BODY = {"title": "Databases", "questions": QUESTIONS}
USE = {"job_role": "Engineer", "company_name": "Acme"}
ITS_OWNERS = {"outsider": 404, "recruiter": 404, "other_recruiter": 404, "admin": 404}


def _own(body: dict[str, object] | None = None):
    def prepare(world: World) -> Asked:
        return Asked({"pk": make_template(world.owner).pk}, body)

    return prepare


CALLS = [
    Call("GET", "templates/", signed_in(200)),
    Call("POST", "templates/", signed_in(201), lambda world: Asked(body=BODY)),
    Call("GET", "templates/<id:pk>/", signed_in(200, **ITS_OWNERS), _own()),
    Call("PATCH", "templates/<id:pk>/", signed_in(200, **ITS_OWNERS), _own({"title": "New"})),
    Call("DELETE", "templates/<id:pk>/", signed_in(204, **ITS_OWNERS), _own()),
    Call("POST", "templates/<id:pk>/use_template/", signed_in(201, **ITS_OWNERS), _own(USE)),
]
