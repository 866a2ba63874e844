"""Sealed reports: their content and files, which the database refuses to change or remove."""

import django.db.models.deletion
from django.db import migrations, models

STAYS = """
CREATE FUNCTION plan_report_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a sealed report is neither changed nor removed: % of % refused', TG_OP, TG_TABLE_NAME;
END $$;
CREATE TRIGGER plan_sealedreport_stays BEFORE UPDATE OR DELETE ON plan_sealedreport
    FOR EACH ROW EXECUTE FUNCTION plan_report_stays();
CREATE TRIGGER plan_sealedreport_no_truncate BEFORE TRUNCATE ON plan_sealedreport
    FOR EACH STATEMENT EXECUTE FUNCTION plan_report_stays();
CREATE TRIGGER plan_sealedfile_stays BEFORE UPDATE OR DELETE ON plan_sealedfile
    FOR EACH ROW EXECUTE FUNCTION plan_report_stays();
CREATE TRIGGER plan_sealedfile_no_truncate BEFORE TRUNCATE ON plan_sealedfile
    FOR EACH STATEMENT EXECUTE FUNCTION plan_report_stays();
"""
MAY_CHANGE = """
DROP TRIGGER plan_sealedfile_no_truncate ON plan_sealedfile;
DROP TRIGGER plan_sealedfile_stays ON plan_sealedfile;
DROP TRIGGER plan_sealedreport_no_truncate ON plan_sealedreport;
DROP TRIGGER plan_sealedreport_stays ON plan_sealedreport;
DROP FUNCTION plan_report_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("people", "0002_grid_and_door"), ("plan", "0007_assessment")]

    operations = [
        migrations.CreateModel(
            name="SealedReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=16, verbose_name="kind")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("title", models.CharField(max_length=200, verbose_name="title")),
                ("number", models.CharField(max_length=80, verbose_name="document number")),
                ("day", models.DateField(verbose_name="date of the document")),
                ("language", models.CharField(max_length=8, verbose_name="language")),
                ("arguments", models.JSONField(default=dict, verbose_name="gathered with")),
                ("content", models.TextField(verbose_name="content")),
                ("sha256", models.CharField(max_length=64)),
                ("editions", models.JSONField(verbose_name="editions")),
                ("simulated", models.BooleanField(default=False, verbose_name="simulated")),
                ("sealed_at", models.DateTimeField(verbose_name="sealed at")),
                ("sealed_by", models.CharField(max_length=80, verbose_name="by")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sealed_reports",
                        to="plan.document",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sealed_reports",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "sealed report",
                "verbose_name_plural": "sealed reports",
                "ordering": ["-sealed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SealedFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("form", models.CharField(max_length=8, verbose_name="form")),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("size", models.PositiveIntegerField(verbose_name="size")),
                ("octets", models.BinaryField()),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="plan.sealedreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "file of a sealed report",
                "verbose_name_plural": "files of sealed reports",
                "ordering": ["form"],
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("published_at", models.DateTimeField(verbose_name="published at")),
                ("published_by", models.CharField(max_length=80, verbose_name="by")),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                (
                    "report",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publication",
                        to="plan.sealedreport",
                    ),
                ),
            ],
            options={
                "verbose_name": "publication of a report",
                "verbose_name_plural": "publications of reports",
                "ordering": ["-published_at"],
            },
        ),
        migrations.AddConstraint(
            model_name="sealedreport",
            constraint=models.UniqueConstraint(fields=("number",), name="one_sealed_report_a_number"),
        ),
        migrations.AddConstraint(
            model_name="sealedreport",
            constraint=models.UniqueConstraint(fields=("sha256",), name="one_sealed_report_a_content"),
        ),
        migrations.AddConstraint(
            model_name="sealedfile",
            constraint=models.UniqueConstraint(fields=("report", "form"), name="one_sealed_file_a_form"),
        ),
        migrations.RunSQL(STAYS, MAY_CHANGE),
    ]
