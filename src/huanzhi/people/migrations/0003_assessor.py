from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0002_grid_and_door")]
    operations = [
        migrations.AlterField(
            model_name="membership",
            name="role",
            field=models.CharField(
                choices=[
                    ("planner", "planner"),
                    ("liaison", "department liaison"),
                    ("leader", "leader"),
                    ("grid", "grid member"),
                    ("inspector", "inspector"),
                    ("assessor", "assessor"),
                    ("administrator", "administrator"),
                ],
                max_length=16,
                verbose_name="role",
            ),
        ),
    ]
