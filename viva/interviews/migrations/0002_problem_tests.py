import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interviews", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ProblemTests",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("samples", models.JSONField()),
                ("hidden", models.JSONField()),
            ],
        ),
        migrations.AddField(
            model_name="interviewquestion",
            name="tests",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="interviews.problemtests",
            ),
        ),
    ]
