"""Sets of members, frozen figures; the database refuses a figure that its parts do not give, and changes none."""

import django.db.models.deletion
from django.db import migrations, models

import huanzhi.measures.models

ADDS_UP = """
CREATE FUNCTION measures_adds_up(
    series jsonb, kind text, numerator bigint, denominator bigint, decimals integer, value_e3 bigint
) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    total numeric; valid bigint; step numeric; whole numeric; rest numeric; scaled numeric; base numeric;
BEGIN
    SELECT coalesce(sum((part->>1)::numeric), 0), count(part->>1) INTO total, valid
        FROM jsonb_array_elements(series) AS part;
    IF total <> numerator OR denominator <> (CASE WHEN kind = 'count' THEN 1 ELSE valid END) THEN
        RETURN false;
    END IF;
    IF valid = 0 THEN
        RETURN value_e3 IS NULL;
    END IF;
    IF value_e3 IS NULL THEN
        RETURN false;
    END IF;
    step := power(10::numeric, 3 - decimals);
    base := denominator * step;
    scaled := total * (CASE WHEN kind = 'share' THEN 100 ELSE 1 END);
    whole := floor(scaled / base);
    rest := 2 * (scaled - whole * base);
    IF rest > base OR (rest = base AND mod(whole, 2) <> 0) THEN
        whole := whole + 1;
    END IF;
    RETURN value_e3 = whole * step;
END $$;
CREATE FUNCTION measures_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'figures are computed anew, not changed: % is append-only', TG_TABLE_NAME;
END $$;
"""
NO_ADDS_UP = """
DROP FUNCTION measures_stays();
DROP FUNCTION measures_adds_up(jsonb, text, bigint, bigint, integer, bigint);
"""
STAYS = """
CREATE TRIGGER measures_figure_stays BEFORE UPDATE OR DELETE ON measures_figure
    FOR EACH ROW EXECUTE FUNCTION measures_stays();
CREATE TRIGGER measures_snapshot_stays BEFORE UPDATE OR DELETE ON measures_snapshot
    FOR EACH ROW EXECUTE FUNCTION measures_stays();
"""
NO_STAYS = """
DROP TRIGGER measures_snapshot_stays ON measures_snapshot;
DROP TRIGGER measures_figure_stays ON measures_figure;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(ADDS_UP, NO_ADDS_UP),
        migrations.CreateModel(
            name="Member",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("facts", models.JSONField(default=dict, verbose_name="facts")),
            ],
            options={
                "verbose_name": "member of a set",
                "verbose_name_plural": "members of sets",
                "ordering": ["set", "code"],
            },
        ),
        migrations.CreateModel(
            name="MemberSet",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, verbose_name="code")),
                ("version", models.PositiveIntegerField(verbose_name="version")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("valid_from", models.DateField(verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("source", models.CharField(max_length=300, verbose_name="source document")),
                ("note", models.TextField(blank=True, verbose_name="note")),
            ],
            options={
                "verbose_name": "set of members",
                "verbose_name_plural": "sets of members",
                "ordering": ["code", "version"],
            },
        ),
        migrations.CreateModel(
            name="Snapshot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("measure", models.CharField(max_length=40, verbose_name="measure")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("as_of", models.DateField(verbose_name="up to")),
                ("content", models.TextField(verbose_name="content")),
                ("sha256", models.CharField(max_length=64)),
                ("reason", models.CharField(max_length=300, verbose_name="reason")),
                ("frozen_at", models.DateTimeField(verbose_name="frozen at")),
                ("frozen_by", models.CharField(max_length=80, verbose_name="by")),
            ],
            options={
                "verbose_name": "frozen figure",
                "verbose_name_plural": "frozen figures",
                "ordering": ["-frozen_at", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="figure",
            name="document",
            field=models.CharField(blank=True, max_length=80, verbose_name="document number"),
        ),
        migrations.AddField(
            model_name="figure",
            name="document_date",
            field=models.DateField(null=True, verbose_name="date of the document"),
        ),
        migrations.AddField(
            model_name="figure",
            name="edition",
            field=models.CharField(blank=True, max_length=16, verbose_name="edition of the computation"),
        ),
        migrations.AddField(
            model_name="figure",
            name="issuer",
            field=models.CharField(blank=True, max_length=120, verbose_name="issued by"),
        ),
        migrations.AddField(
            model_name="figure",
            name="labels",
            field=models.JSONField(default=dict, verbose_name="names and reasons of parts"),
        ),
        migrations.AddField(
            model_name="figure",
            name="manual",
            field=models.BooleanField(default=False, verbose_name="stated by a document"),
        ),
        migrations.AddField(
            model_name="figure",
            name="needed",
            field=models.PositiveIntegerField(default=0, verbose_name="valid parts needed"),
        ),
        migrations.AddField(
            model_name="figure",
            name="over",
            field=models.CharField(default="days", max_length=8, verbose_name="counted over"),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("manual", True), ("measure__startswith", "stated_")),
                    models.Q(("manual", False), models.Q(("measure__startswith", "stated_"), _negated=True)),
                    _connector="OR",
                ),
                name="stated_only_where_declared",
            ),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("document", ""), ("document_date", None), ("issuer", ""), ("manual", False)),
                    models.Q(
                        ("manual", True),
                        models.Q(("document", ""), _negated=True),
                        models.Q(("issuer", ""), _negated=True),
                        ("document_date__isnull", False),
                        ("value_e3__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="stated_with_its_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="figure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("manual", True),
                    huanzhi.measures.models.AddsUp(
                        models.F("series"),
                        models.F("kind"),
                        models.F("numerator"),
                        models.F("denominator"),
                        models.F("decimals"),
                        models.F("value_e3"),
                    ),
                    _connector="OR",
                ),
                name="computed_value_adds_up",
            ),
        ),
        migrations.AddConstraint(
            model_name="memberset",
            constraint=models.UniqueConstraint(
                fields=("code", "version"), name="one_version_of_a_member_set"
            ),
        ),
        migrations.AddConstraint(
            model_name="memberset",
            constraint=models.CheckConstraint(
                condition=models.Q(("source", ""), _negated=True), name="member_set_has_a_source"
            ),
        ),
        migrations.AddField(
            model_name="member",
            name="set",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="members", to="measures.memberset"
            ),
        ),
        migrations.AddField(
            model_name="snapshot",
            name="figure",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="snapshots", to="measures.figure"
            ),
        ),
        migrations.AddConstraint(
            model_name="member",
            constraint=models.UniqueConstraint(fields=("set", "code"), name="a_member_once_in_a_set"),
        ),
        migrations.AddIndex(
            model_name="snapshot",
            index=models.Index(fields=["measure", "year", "-frozen_at"], name="snapshot_newest"),
        ),
        migrations.RunSQL(STAYS, NO_STAYS),
    ]
