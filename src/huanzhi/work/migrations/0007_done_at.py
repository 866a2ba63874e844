"""When a step was done where no signal was, beside when it arrived."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("work", "0006_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="casestep",
            name="done_at",
            field=models.DateTimeField(null=True, verbose_name="done at"),
        ),
    ]
