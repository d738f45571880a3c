"""People. The password of each is PASSWORD."""

from __future__ import annotations

import factory
from factory.django import DjangoModelFactory, Password

from viva.accounts.models import Profile, Role, User

PASSWORD = "a calm tense hour"


class ProfileFactory(DjangoModelFactory):
    class Meta:
        model = Profile

    user = factory.SubFactory("tests.factories.accounts.UserFactory", profile=None)
    target_role = "Backend engineer"
    skills = factory.LazyFunction(lambda: ["Python", "SQL"])


class UserFactory(DjangoModelFactory):
    """A candidate with a profile; `profile__level="senior"` reaches into it, `profile=None` leaves it out."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    username = factory.Sequence(lambda n: f"person{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@people.example")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = Password(PASSWORD)
    profile = factory.RelatedFactory(ProfileFactory, factory_related_name="user")


class RecruiterFactory(UserFactory):
    role = Role.RECRUITER


class AdminFactory(UserFactory):
    is_staff = True
    is_superuser = True
