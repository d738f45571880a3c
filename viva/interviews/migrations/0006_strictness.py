"""Which strictness an interview, and each judgement, was held to.

Interviews that have begun are held to what their company is set to now, as they were shown until now; what earlier
judgements were held to was nothing but their judge's own doubt, so it stays empty.
"""

from typing import Any

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

CHOICES = [("lenient", "Lenient"), ("standard", "Standard"), ("strict", "Strict")]


def hold_to_the_present(apps: Any, schema_editor: Any) -> None:
    companys = apps.get_model("accounts", "Company").objects.filter(pk=OuterRef("company_id")).values("strictness")
    begun = apps.get_model("interviews", "Interview").objects.filter(
        company__isnull=False, status__in=["in_progress", "completed"]
    )
    begun.update(strictness=Subquery(companys))


class Migration(migrations.Migration):
    dependencies = [("interviews", "0005_own_questions"), ("accounts", "0005_languages")]

    operations = [
        migrations.AddField(
            model_name="interview",
            name="strictness",
            field=models.CharField(blank=True, choices=CHOICES, default="", max_length=16),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="responseevaluation",
            name="strictness",
            field=models.CharField(blank=True, choices=CHOICES, default="", max_length=16),
            preserve_default=False,
        ),
        migrations.RunPython(hold_to_the_present, migrations.RunPython.noop),
    ]
