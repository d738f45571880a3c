from __future__ import annotations

import pytest
from django.test import Client

from tests.web.recruiter.world import World, make_world


@pytest.fixture
def world() -> World:
    return make_world()


@pytest.fixture
def recruiter(world: World) -> Client:
    """Signed in as the world's recruiter."""
    client = Client()
    client.force_login(world.recruiter)
    return client


@pytest.fixture
def owner(world: World) -> Client:
    client = Client()
    client.force_login(world.owner)
    return client
