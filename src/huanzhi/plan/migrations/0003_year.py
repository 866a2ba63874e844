"""年度 Annual plans: versions that the database keeps as they were once they are in force; and whose plan a plan is."""

import django.db.models.deletion
from django.db import migrations, models

FROZEN = """
CREATE FUNCTION plan_annual_plan_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state NOT IN ('in-force', 'superseded') THEN
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    END IF;
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'annual plan % v% is frozen: it is not deleted', OLD.year, OLD.version;
    END IF;
    IF OLD.state = 'in-force' AND NEW.state = 'superseded' AND NEW.superseded_at IS NOT NULL
        AND to_jsonb(OLD) - 'state' - 'superseded_at' = to_jsonb(NEW) - 'state' - 'superseded_at'
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'annual plan % v% is frozen: amend it by a new version', OLD.year, OLD.version;
END $$;
CREATE TRIGGER plan_annual_plan_frozen BEFORE UPDATE OR DELETE ON plan_annualplan
    FOR EACH ROW EXECUTE FUNCTION plan_annual_plan_frozen();

CREATE FUNCTION plan_annual_plan_editable(wanted bigint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    held text;
BEGIN
    SELECT state INTO held FROM plan_annualplan WHERE id = wanted;
    IF held IS NOT NULL AND held NOT IN ('draft', 'negotiating') THEN
        RAISE EXCEPTION 'annual plan % is %: its items do not change', wanted, held;
    END IF;
END $$;

CREATE FUNCTION plan_annual_item_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN PERFORM plan_annual_plan_editable(OLD.plan_id); END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    PERFORM plan_annual_plan_editable(NEW.plan_id);
    RETURN NEW;
END $$;
CREATE TRIGGER plan_annual_item_frozen BEFORE INSERT OR UPDATE OR DELETE ON plan_annualitem
    FOR EACH ROW EXECUTE FUNCTION plan_annual_item_frozen();

CREATE FUNCTION plan_annual_part_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM plan_annual_plan_editable((SELECT plan_id FROM plan_annualitem WHERE id = OLD.item_id));
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    PERFORM plan_annual_plan_editable((SELECT plan_id FROM plan_annualitem WHERE id = NEW.item_id));
    RETURN NEW;
END $$;
CREATE TRIGGER plan_annual_part_frozen BEFORE INSERT OR UPDATE OR DELETE ON plan_annualpart
    FOR EACH ROW EXECUTE FUNCTION plan_annual_part_frozen();

CREATE FUNCTION plan_annual_signature_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        RAISE EXCEPTION 'signatures are append-only';
    END IF;
    IF (SELECT state FROM plan_annualplan WHERE id = NEW.plan_id) <> 'signing' THEN
        RAISE EXCEPTION 'annual plan % is not being signed', NEW.plan_id;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_annual_signature_stays BEFORE INSERT OR UPDATE OR DELETE ON plan_annualsignature
    FOR EACH ROW EXECUTE FUNCTION plan_annual_signature_stays();

CREATE FUNCTION plan_annual_comment_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'words on an annual plan stay';
    END IF;
    IF OLD.answered_at IS NOT NULL OR
        to_jsonb(OLD) - 'answer' - 'answered_at' - 'answered_by'
        <> to_jsonb(NEW) - 'answer' - 'answered_at' - 'answered_by'
    THEN
        RAISE EXCEPTION 'words on an annual plan are answered, not changed';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_annual_comment_stays BEFORE UPDATE OR DELETE ON plan_annualcomment
    FOR EACH ROW EXECUTE FUNCTION plan_annual_comment_stays();
"""
THAWED = """
DROP TRIGGER plan_annual_comment_stays ON plan_annualcomment;
DROP TRIGGER plan_annual_signature_stays ON plan_annualsignature;
DROP TRIGGER plan_annual_part_frozen ON plan_annualpart;
DROP TRIGGER plan_annual_item_frozen ON plan_annualitem;
DROP TRIGGER plan_annual_plan_frozen ON plan_annualplan;
DROP FUNCTION plan_annual_comment_stays();
DROP FUNCTION plan_annual_signature_stays();
DROP FUNCTION plan_annual_part_frozen();
DROP FUNCTION plan_annual_item_frozen();
DROP FUNCTION plan_annual_plan_editable(bigint);
DROP FUNCTION plan_annual_plan_frozen();
"""


def name_districts(apps, schema_editor):
    """Whose plan one is, from its title; the rule of `plan/whose.py` as it was then."""
    for document in apps.get_model("plan", "Document").objects.all():
        before, found, _after = document.title.strip("《》").partition("生态环境")
        if found:
            document.district = before[:60]
            document.save(update_fields=["district"])


class Migration(migrations.Migration):
    dependencies = [("people", "0002_grid_and_door"), ("plan", "0002_works")]

    operations = [
        migrations.AddField(
            model_name="document",
            name="district",
            field=models.CharField(blank=True, max_length=60, verbose_name="district"),
        ),
        migrations.CreateModel(
            name="AnnualPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("version", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("negotiating", "in negotiation"),
                            ("signing", "being signed"),
                            ("in-force", "in force"),
                            ("superseded", "superseded"),
                            ("withdrawn", "withdrawn"),
                        ],
                        default="draft",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "amend_number",
                    models.CharField(
                        blank=True, max_length=80, verbose_name="document that ordered the amendment"
                    ),
                ),
                ("amend_reason", models.TextField(blank=True, verbose_name="reason of the amendment")),
                ("amend_day", models.DateField(null=True, verbose_name="date of that document")),
                ("comments_until", models.DateField(null=True, verbose_name="departments are heard until")),
                ("drafted_at", models.DateTimeField(verbose_name="drafted at")),
                ("drafted_by", models.CharField(max_length=80, verbose_name="drafted by")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                ("in_force_at", models.DateTimeField(null=True, verbose_name="in force since")),
                ("in_force_by", models.CharField(blank=True, max_length=80, verbose_name="put in force by")),
                ("superseded_at", models.DateTimeField(null=True, verbose_name="superseded at")),
                ("content", models.TextField(blank=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("simulated", models.BooleanField(default=False, verbose_name="simulated")),
                (
                    "amends",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amended_by",
                        to="plan.annualplan",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annual_plans",
                        to="plan.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "annual work plan",
                "verbose_name_plural": "annual work plans",
                "ordering": ["-year", "-version"],
            },
        ),
        migrations.CreateModel(
            name="AnnualItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(max_length=40, verbose_name="about")),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("chapter", models.PositiveSmallIntegerField(default=0, verbose_name="chapter")),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("step", models.TextField(blank=True, verbose_name="step of the year")),
                ("target", models.TextField(blank=True, verbose_name="target of the year")),
                ("comparator", models.CharField(blank=True, max_length=12, verbose_name="comparison")),
                (
                    "value",
                    models.DecimalField(decimal_places=4, max_digits=14, null=True, verbose_name="value"),
                ),
                ("unit", models.CharField(blank=True, max_length=24, verbose_name="unit")),
                (
                    "basis",
                    models.CharField(
                        choices=[
                            ("printed", "printed for this year"),
                            ("assigned", "set by a higher authority for this year"),
                            ("derived", "derived: linear from baseline to target"),
                            ("later", "printed for a later year"),
                            ("kept", "due before; to be kept"),
                            ("words", "printed in words, without a year"),
                            ("waiting", "not set yet by the higher authority"),
                            ("open", "no baseline printed: no path to the target"),
                            ("agreed", "agreed in this year's plan"),
                            ("none", "the plan prints no target"),
                        ],
                        default="none",
                        max_length=12,
                        verbose_name="basis of the target",
                    ),
                ),
                (
                    "basis_note",
                    models.CharField(blank=True, max_length=300, verbose_name="remark on the basis"),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                ("person", models.CharField(blank=True, max_length=80, verbose_name="person responsible")),
                ("left_out", models.TextField(blank=True, verbose_name="left out, because")),
                ("edition", models.PositiveSmallIntegerField(default=1)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="plan.annualplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "item of an annual plan",
                "verbose_name_plural": "items of annual plans",
                "ordering": ["order"],
            },
        ),
        migrations.CreateModel(
            name="AnnualSignature",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64)),
                ("signed_at", models.DateTimeField(verbose_name="signed at")),
                ("signed_by", models.CharField(max_length=80, verbose_name="signed by")),
                (
                    "paper",
                    models.CharField(blank=True, max_length=120, verbose_name="signed on paper, kept as"),
                ),
                (
                    "carried",
                    models.BooleanField(default=False, verbose_name="taken over from the version before"),
                ),
                ("simulated", models.BooleanField(default=False, verbose_name="simulated")),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annual_signatures",
                        to="people.organisation",
                    ),
                ),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="signatures",
                        to="plan.annualplan",
                    ),
                ),
            ],
            options={
                "verbose_name": "signature under a duty list",
                "verbose_name_plural": "signatures under duty lists",
                "ordering": ["signed_at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="AnnualComment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("agrees", models.BooleanField(verbose_name="agrees")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("edition", models.PositiveSmallIntegerField()),
                ("said_at", models.DateTimeField(verbose_name="said at")),
                ("said_by", models.CharField(max_length=80, verbose_name="said by")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered at")),
                ("answered_by", models.CharField(blank=True, max_length=80, verbose_name="answered by")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annual_comments",
                        to="people.organisation",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="comments",
                        to="plan.annualitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "word on an item of an annual plan",
                "verbose_name_plural": "words on items of annual plans",
                "ordering": ["said_at", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("agrees", True), models.Q(("reason", ""), _negated=True), _connector="OR"
                        ),
                        name="objection_has_a_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="AnnualPart",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("role", models.CharField(max_length=12, verbose_name="role")),
                ("order", models.PositiveSmallIntegerField()),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="parts",
                        to="plan.annualitem",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="annual_parts",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "part in an item of an annual plan",
                "verbose_name_plural": "parts in items of annual plans",
                "ordering": ["item", "order"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("item", "organisation"), name="one_annual_part_in_an_item"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("role__in", ("lead", "responsible", "supporting"))),
                        name="annual_part_has_a_role",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="annualplan",
            constraint=models.UniqueConstraint(
                fields=("document", "year", "version"), name="one_annual_plan_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="annualplan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "in-force")),
                fields=("document", "year"),
                name="one_annual_plan_in_force",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualplan",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("draft", "negotiating", "signing"))),
                fields=("document", "year"),
                name="one_annual_plan_at_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("amends", None),
                    models.Q(
                        models.Q(("amend_number", ""), _negated=True),
                        models.Q(("amend_reason", ""), _negated=True),
                        ("amend_day__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="amended_by_a_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualplan",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state__in", ("in-force", "superseded")), _negated=True),
                    models.Q(
                        models.Q(("sha256", ""), _negated=True), models.Q(("number", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="in_force_with_its_hash",
            ),
        ),
        migrations.AddConstraint(
            model_name="annualitem",
            constraint=models.UniqueConstraint(fields=("plan", "about"), name="one_annual_item_a_thing"),
        ),
        migrations.AddConstraint(
            model_name="amendment",
            constraint=models.CheckConstraint(
                condition=models.Q(("number", ""), _negated=True) & models.Q(("reason", ""), _negated=True),
                name="amendment_by_a_document",
            ),
        ),
        migrations.RunPython(name_districts, migrations.RunPython.noop),
        migrations.RunSQL(FROZEN, THAWED),
    ]
