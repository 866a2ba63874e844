"""Evidence and what phones sent; the database refuses to change or remove a row of either."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

TABLES = ("work_evidence", "work_fieldrecord")
FORBID = """
CREATE FUNCTION work_evidence_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'evidence is append-only: % of % refused', TG_OP, TG_TABLE_NAME;
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION work_evidence_stays();\n"
    for table in TABLES
)
ALLOW = (
    "".join(f"DROP TRIGGER {table}_stays ON {table};\n" for table in TABLES)
    + "DROP FUNCTION work_evidence_stays();"
)


class Migration(migrations.Migration):
    dependencies = [
        ("work", "0004_obligations"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Evidence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True, verbose_name="sender's key")),
                ("captured_at", models.DateTimeField(null=True, verbose_name="recorded on the device")),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("clock_off", models.IntegerField(null=True, verbose_name="device's clock off by, s")),
                ("sha256", models.CharField(db_index=True, max_length=64, verbose_name="hash")),
                ("hashed_at_capture", models.BooleanField(verbose_name="hashed on the device")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("media", models.CharField(max_length=100, verbose_name="type")),
                ("size", models.BigIntegerField(verbose_name="octets")),
                ("width", models.IntegerField(null=True)),
                ("height", models.IntegerField(null=True)),
                ("state", models.CharField(max_length=16, verbose_name="state of the case then")),
                ("step", models.CharField(blank=True, max_length=40, verbose_name="for the step")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "lon",
                    models.DecimalField(decimal_places=6, max_digits=9, null=True, verbose_name="longitude"),
                ),
                (
                    "lat",
                    models.DecimalField(decimal_places=6, max_digits=8, null=True, verbose_name="latitude"),
                ),
                (
                    "accuracy",
                    models.DecimalField(
                        decimal_places=1, max_digits=8, null=True, verbose_name="accuracy, m"
                    ),
                ),
                (
                    "place_from",
                    models.CharField(
                        choices=[
                            ("device", "from the device"),
                            ("exif", "from the photo's own data"),
                            ("none", "not known"),
                        ],
                        max_length=8,
                        verbose_name="source of the place",
                    ),
                ),
                ("camera", models.JSONField(default=dict, verbose_name="what the camera wrote")),
                ("by", models.CharField(max_length=80, verbose_name="by")),
                ("simulated", models.BooleanField(default=False, verbose_name="simulated")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="work.case", verbose_name="case"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "evidence",
                "verbose_name_plural": "evidence",
                "ordering": ["received_at", "pk"],
                "default_related_name": "evidence",
            },
        ),
        migrations.CreateModel(
            name="FieldRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(unique=True, verbose_name="sender's key")),
                ("captured_at", models.DateTimeField(null=True, verbose_name="recorded on the device")),
                ("received_at", models.DateTimeField(verbose_name="received")),
                ("clock_off", models.IntegerField(null=True, verbose_name="device's clock off by, s")),
                ("verb", models.CharField(max_length=40, verbose_name="step")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "outcome",
                    models.CharField(
                        choices=[("done", "done"), ("refused", "refused")],
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to="work.case", verbose_name="case"
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "field record",
                "verbose_name_plural": "field records",
                "ordering": ["received_at", "pk"],
                "default_related_name": "field_records",
            },
        ),
        migrations.RunSQL(FORBID, ALLOW),
    ]
