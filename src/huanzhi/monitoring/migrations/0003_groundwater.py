"""Points of groundwater."""

from django.db import migrations, models

MEDIA = [
    ("air", "ambient air"),
    ("surface_water", "surface water"),
    ("groundwater", "groundwater"),
    ("stack", "stack"),
    ("sewage", "wastewater outlet"),
    ("noise", "noise"),
]


class Migration(migrations.Migration):
    dependencies = [("monitoring", "0002_instruments")]
    operations = [
        migrations.AlterField(
            "point", "medium", models.CharField("medium", max_length=16, choices=MEDIA, default="air")
        )
    ]
