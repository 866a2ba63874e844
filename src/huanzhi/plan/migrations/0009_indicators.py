"""Assigned targets, readings of printed values; indicators are bound to the measures that now compute them."""

import re

import django.db.models.deletion
from django.db import migrations, models


def bind(apps, schema_editor):
    """Indicators without a measure, or with one that documents stated, go to the measure that computes them."""
    bound = (
        (r"饮用水水源.*Ⅲ类比例", "drinking_source_share"),
        (r"地下水.*Ⅴ类.*比例", "groundwater_v_share"),
        (r"农村生活污水治理率", "rural_sewage_share"),
        (r"受污染耕地安全利用率", "farmland_safe_share"),
        (r"重点建设用地安全利用率", "construction_safe_share"),
        (r"氮氧化物重点工程减排量", "reduction_nox"),
        (r"挥发性有机物重点工程减排量", "reduction_voc"),
        (r"化学需氧量重点工程减排量", "reduction_cod"),
        (r"氨氮重点工程减排量", "reduction_nh3n"),
        (r"森林覆盖率", "forest_cover"),
        (r"生态保护红线面积", "redline_area"),
        (r"单位地区生产总值二氧化碳排放.*降低", "carbon_intensity_fall"),
        (r"单位地区生产总值能(源消)?耗.*降低", "energy_intensity_fall"),
        (r"非化石能源.*比[例重]", "nonfossil_share"),
    )
    for indicator in apps.get_model("plan", "Indicator").objects.all():
        if indicator.measure and not indicator.measure.startswith("stated_"):
            continue
        code = next((code for words, code in bound if re.search(words, indicator.name)), "")
        if code:
            indicator.measure = code
            indicator.save(update_fields=["measure"])


class Migration(migrations.Migration):
    dependencies = [("plan", "0008_reports")]

    operations = [
        migrations.CreateModel(
            name="AssignedTarget",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("comparator", models.CharField(max_length=2, verbose_name="comparison")),
                ("value", models.DecimalField(decimal_places=4, max_digits=14, verbose_name="value")),
                ("document", models.CharField(max_length=80, verbose_name="document number")),
                ("issuer", models.CharField(max_length=120, verbose_name="issued by")),
                ("document_date", models.DateField(verbose_name="date of the document")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                ("entered_at", models.DateTimeField(verbose_name="entered at")),
                ("entered_by", models.CharField(max_length=80, verbose_name="by")),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="assigned_targets",
                        to="plan.indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "assigned target",
                "verbose_name_plural": "assigned targets",
                "ordering": ["year", "-entered_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("comparator__in", ("<=", ">=", "="))),
                        name="assigned_target_compares",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document", ""), _negated=True), models.Q(("issuer", ""), _negated=True)
                        ),
                        name="assigned_with_its_document",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PrintedReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("indicator", models.PositiveSmallIntegerField(verbose_name="indicator")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("title", models.CharField(max_length=120, verbose_name="title")),
                ("printed", models.CharField(max_length=20, verbose_name="printed")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("sets", models.JSONField(default=list, verbose_name="sets")),
                ("reached", models.JSONField(default=list, verbose_name="reached, by the text")),
                ("question", models.CharField(blank=True, max_length=40, verbose_name="open question")),
                ("source", models.TextField(verbose_name="place in the text")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="plan.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "reading of a printed value",
                "verbose_name_plural": "readings of printed values",
                "ordering": ["indicator", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("document", "indicator", "order"), name="one_reading_an_order"
                    )
                ],
            },
        ),
        migrations.RunPython(bind, migrations.RunPython.noop),
    ]
