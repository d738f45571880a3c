import pytest

from viva.ai.bank.roles import DEFAULT_ROLE, RELATED, ROLES, match_role

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Senior Python dev", "backend_developer"),
        ("backend_developer", "backend_developer"),
        ("Back-end developer (Python)", "backend_developer"),
        ("Django Engineer", "backend_developer"),
        ("Frontend Developer at TechCorp", "frontend_developer"),
        ("Front-End Engineer, React", "frontend_developer"),
        ("JavaScript developer", "frontend_developer"),
        ("Java developer", "java_developer"),
        ("Full Stack Developer", "fullstack_developer"),
        ("full-stack web developer", "fullstack_developer"),
        ("web developer", "fullstack_developer"),
        ("SRE", "devops_engineer"),
        ("Cloud platform engineer", "devops_engineer"),
        ("Data Scientist", "data_scientist"),
        ("Senior Go engineer", "go_developer"),
        ("iOS developer", "mobile_developer"),
        ("React Native developer", "mobile_developer"),
        ("Test automation engineer", "qa_engineer"),
        ("AppSec engineer", "security_engineer"),
        ("ML engineer", "ml_engineer"),
        ("Engineering Manager, Payments", "engineering_manager"),
        ("ETL-Entwicklerin", "data_engineer"),
        ("Software engineer", "software_engineer"),
        ("", DEFAULT_ROLE),
        ("Gärtner 🌱", DEFAULT_ROLE),
    ],
)
def test_free_text_finds_its_role(text, role):
    assert match_role(text) == role


def test_every_label_finds_its_own_role():
    assert {role: match_role(label) for role, label in ROLES.items()} == {role: role for role in ROLES}


def test_every_role_names_related_ones_that_exist():
    assert RELATED.keys() == ROLES.keys()
    assert {other for others in RELATED.values() for other in others} <= ROLES.keys()
