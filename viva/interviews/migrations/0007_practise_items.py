"""What a result gives to practise, with questions of the bank."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("interviews", "0006_strictness")]

    operations = [
        migrations.AddField(
            model_name="interview",
            name="practise_items",
            field=models.JSONField(blank=True, default=list),
        ),
    ]
