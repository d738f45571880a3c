import json
from hashlib import sha256

from django.db import migrations


def move_tests_out(apps, schema_editor):
    """What earlier questions carry in `spec` goes to a row of its own, the same tests to the same row."""
    questions = apps.get_model("interviews", "InterviewQuestion").objects.filter(question_type="coding")
    kept = apps.get_model("interviews", "ProblemTests").objects
    for question in questions.iterator():
        problem = question.spec.get("problem") or {}
        found = {
            name: [[case["args"], case["expected"]] for case in problem.get(name) or []]
            for name in ("samples", "hidden")
        }
        parts = [found["samples"], found["hidden"]]
        digest = sha256(json.dumps(parts, separators=(",", ":")).encode()).hexdigest()
        question.tests, _ = kept.get_or_create(digest=digest, defaults=found)
        problem.update(samples=[], hidden=[])
        question.save(update_fields=["tests", "spec"])


def move_tests_back(apps, schema_editor):
    questions = apps.get_model("interviews", "InterviewQuestion").objects.filter(tests__isnull=False)
    for question in questions.select_related("tests").iterator():
        for name in ("samples", "hidden"):
            cases = getattr(question.tests, name)
            question.spec["problem"][name] = [{"args": args, "expected": expected} for args, expected in cases]
        question.save(update_fields=["spec"])


class Migration(migrations.Migration):
    dependencies = [("interviews", "0002_problem_tests")]

    operations = [migrations.RunPython(move_tests_out, move_tests_back, elidable=True)]
