import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_grid_and_door"),
        ("plan", "0005_coordination"),
        ("work", "0007_done_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="InspectionRound",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("simulated", models.BooleanField(default=False, editable=False, verbose_name="simulated")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("central", "central inspection"),
                            ("provincial", "provincial inspection"),
                            ("municipal", "municipal inspection"),
                            ("unstated", "not stated"),
                        ],
                        default="unstated",
                        max_length=12,
                        verbose_name="level of the inspection",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="year")),
                ("document", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                (
                    "items_stated",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="items stated"),
                ),
                (
                    "items_closed_stated",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="of them closed"),
                ),
                (
                    "letters_stated",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="letters stated"),
                ),
                (
                    "letters_closed_stated",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="letters closed"),
                ),
                ("statement", models.CharField(blank=True, max_length=200, verbose_name="stated by")),
                ("unknown", models.TextField(blank=True, verbose_name="what is not known")),
                (
                    "asked",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                        verbose_name="who must say",
                    ),
                ),
            ],
            options={
                "verbose_name": "inspection round",
                "verbose_name_plural": "inspection rounds",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="RectificationItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="number")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("simulated", models.BooleanField(default=False, editable=False, verbose_name="simulated")),
                ("text", models.TextField(verbose_name="problem as found")),
                ("measures", models.TextField(blank=True, verbose_name="measures of rectification")),
                ("goal", models.TextField(blank=True, verbose_name="goal of rectification")),
                (
                    "supporting",
                    models.CharField(blank=True, max_length=200, verbose_name="supporting departments"),
                ),
                ("deadline", models.DateField(verbose_name="to be done by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("listed", "on the list"),
                            ("underway", "being put right"),
                            ("proposed", "closing proposed"),
                            ("checked", "first check passed"),
                            ("confirmed", "second check passed"),
                            ("published", "published for comments"),
                            ("written_off", "written off"),
                        ],
                        default="listed",
                        editable=False,
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("result", models.TextField(blank=True, editable=False, verbose_name="result")),
                ("published_on", models.DateField(editable=False, null=True, verbose_name="published on")),
                (
                    "comments_until",
                    models.DateField(editable=False, null=True, verbose_name="comments until"),
                ),
                (
                    "comments_to",
                    models.CharField(
                        blank=True, editable=False, max_length=200, verbose_name="comments go to"
                    ),
                ),
                (
                    "written_off_on",
                    models.DateField(editable=False, null=True, verbose_name="written off on"),
                ),
                (
                    "document",
                    models.CharField(
                        blank=True, editable=False, max_length=80, verbose_name="document number"
                    ),
                ),
                (
                    "case",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="rectification_item",
                        to="work.case",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                        verbose_name="leading department",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="plan.inspectionround",
                        verbose_name="inspection round",
                    ),
                ),
            ],
            options={
                "verbose_name": "rectification item",
                "verbose_name_plural": "rectification items",
                "ordering": ["round", "code"],
            },
        ),
        migrations.CreateModel(
            name="ItemStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="time")),
                ("verb", models.CharField(max_length=40, verbose_name="step")),
                (
                    "from_state",
                    models.CharField(
                        choices=[
                            ("listed", "on the list"),
                            ("underway", "being put right"),
                            ("proposed", "closing proposed"),
                            ("checked", "first check passed"),
                            ("confirmed", "second check passed"),
                            ("published", "published for comments"),
                            ("written_off", "written off"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "to_state",
                    models.CharField(
                        choices=[
                            ("listed", "on the list"),
                            ("underway", "being put right"),
                            ("proposed", "closing proposed"),
                            ("checked", "first check passed"),
                            ("confirmed", "second check passed"),
                            ("published", "published for comments"),
                            ("written_off", "written off"),
                        ],
                        max_length=12,
                    ),
                ),
                ("actor_name", models.CharField(max_length=80, verbose_name="by")),
                ("organisation", models.CharField(blank=True, max_length=40, verbose_name="department")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                ("data", models.JSONField(default=dict, verbose_name="particulars")),
                (
                    "actor_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="plan.rectificationitem",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of an item",
                "verbose_name_plural": "steps of items",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="InspectionLetter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=40, unique=True, verbose_name="number")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                ("simulated", models.BooleanField(default=False, editable=False, verbose_name="simulated")),
                ("received_on", models.DateField(verbose_name="received on")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("air", "air"),
                            ("water", "water"),
                            ("noise", "noise"),
                            ("soil", "soil"),
                            ("waste", "waste"),
                            ("ecology", "ecology"),
                            ("other", "other"),
                        ],
                        default="other",
                        max_length=8,
                        verbose_name="complaint about",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                (
                    "lon",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=9, null=True, verbose_name="longitude"
                    ),
                ),
                (
                    "lat",
                    models.DecimalField(
                        blank=True, decimal_places=6, max_digits=8, null=True, verbose_name="latitude"
                    ),
                ),
                ("fact", models.TextField(verbose_name="what it says")),
                (
                    "verified",
                    models.CharField(
                        blank=True,
                        choices=[("true", "true"), ("partly", "partly true"), ("not", "not true")],
                        max_length=8,
                        verbose_name="found to be",
                    ),
                ),
                ("result", models.TextField(blank=True, verbose_name="result")),
                ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed on")),
                (
                    "area",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.area",
                        verbose_name="area",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.organisation",
                        verbose_name="department",
                    ),
                ),
                (
                    "repeat_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="repeats",
                        to="plan.inspectionletter",
                        verbose_name="repeat of",
                    ),
                ),
                (
                    "round",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="letters",
                        to="plan.inspectionround",
                        verbose_name="inspection round",
                    ),
                ),
            ],
            options={
                "verbose_name": "inspection letter",
                "verbose_name_plural": "inspection letters",
                "ordering": ["-received_on", "code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_on__isnull", True),
                            models.Q(
                                models.Q(("verified", ""), _negated=True),
                                models.Q(("result", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="closed_letter_has_a_result",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="rectificationitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("state", "listed"), ("case__isnull", False), _connector="OR"),
                name="item_worked_on_is_a_case",
            ),
        ),
        migrations.AddConstraint(
            model_name="rectificationitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "written_off"), _negated=True),
                    models.Q(models.Q(("document", ""), _negated=True), ("written_off_on__isnull", False)),
                    _connector="OR",
                ),
                name="written_off_by_a_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="rectificationitem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "published"), _negated=True),
                    ("comments_until__isnull", False),
                    _connector="OR",
                ),
                name="published_with_its_last_day",
            ),
        ),
        migrations.RunSQL(
            """
            CREATE FUNCTION plan_item_step_stays() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                RAISE EXCEPTION 'steps of rectification items are append-only';
            END $$;
            CREATE TRIGGER plan_item_step_stays BEFORE UPDATE OR DELETE ON plan_itemstep
                FOR EACH ROW EXECUTE FUNCTION plan_item_step_stays();
            """,
            "DROP TRIGGER plan_item_step_stays ON plan_itemstep; DROP FUNCTION plan_item_step_stays();",
        ),
    ]
