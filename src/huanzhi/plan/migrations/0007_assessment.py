import django.db.models.deletion
from django.db import migrations, models

STAYS = """
CREATE FUNCTION plan_calculation_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'a calculation is made anew, not changed: % is append-only', TG_TABLE_NAME;
END $$;
CREATE TRIGGER plan_calculation_stays BEFORE UPDATE OR DELETE ON plan_calculation
    FOR EACH ROW EXECUTE FUNCTION plan_calculation_stays();
"""
MAY_CHANGE = """
DROP TRIGGER plan_calculation_stays ON plan_calculation;
DROP FUNCTION plan_calculation_stays;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("measures", "0002_figures_prove_themselves"),
        ("people", "0002_grid_and_door"),
        ("plan", "0006_rectification"),
        ("work", "0007_done_at"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("mid-term", "mid-term evaluation"),
                            ("final", "final assessment"),
                            ("annual", "annual assessment"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("cut_off", models.DateField(verbose_name="cut-off date")),
                ("edition", models.CharField(max_length=40, verbose_name="edition of the rules")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("self-evaluation", "self-evaluation"),
                            ("computed", "computed"),
                            ("concluded", "concluded"),
                        ],
                        default="draft",
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("due_on", models.DateField(null=True, verbose_name="self-evaluation due")),
                ("opened_at", models.DateTimeField(verbose_name="opened at")),
                ("opened_by", models.CharField(max_length=80, verbose_name="by")),
                ("conclusion", models.TextField(blank=True, verbose_name="conclusion")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                ("concluded_at", models.DateTimeField(null=True, verbose_name="concluded at")),
                ("concluded_by", models.CharField(blank=True, max_length=80, verbose_name="concluded by")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="plan.document",
                    ),
                ),
            ],
            options={
                "verbose_name": "assessment",
                "verbose_name_plural": "assessments",
                "ordering": ["-year", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Calculation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.TextField(verbose_name="content")),
                ("sha256", models.CharField(max_length=64)),
                ("computed_at", models.DateTimeField(verbose_name="computed at")),
                ("computed_by", models.CharField(max_length=80, verbose_name="by")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calculations",
                        to="plan.assessment",
                    ),
                ),
                ("snapshots", models.ManyToManyField(related_name="calculations", to="measures.snapshot")),
            ],
            options={
                "verbose_name": "calculation of an assessment",
                "verbose_name_plural": "calculations of assessments",
                "ordering": ["-computed_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="SelfEvaluation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("about", models.CharField(max_length=40, verbose_name="about")),
                (
                    "judgement",
                    models.CharField(
                        choices=[
                            ("met", "met"),
                            ("not_met", "not met"),
                            ("cannot", "cannot say yet"),
                            ("done", "done"),
                            ("underway", "under way"),
                            ("held_up", "held up"),
                        ],
                        max_length=12,
                        verbose_name="own judgement",
                    ),
                ),
                ("reasons", models.TextField(verbose_name="reasons")),
                ("evidence", models.CharField(blank=True, max_length=300, verbose_name="evidence")),
                ("problems", models.TextField(blank=True, verbose_name="problems")),
                ("proposals", models.TextField(blank=True, verbose_name="proposals")),
                ("said_at", models.DateTimeField(verbose_name="said at")),
                ("said_by", models.CharField(max_length=80, verbose_name="by")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="self_evaluations",
                        to="plan.assessment",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="self_evaluations",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "self-evaluation",
                "verbose_name_plural": "self-evaluations",
                "ordering": ["organisation__sort_key", "about"],
            },
        ),
        migrations.CreateModel(
            name="StatedFinding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("met", models.BooleanField(verbose_name="met")),
                ("statement", models.TextField(verbose_name="what was found")),
                ("document", models.CharField(max_length=80, verbose_name="document number")),
                ("issuer", models.CharField(max_length=120, verbose_name="issued by")),
                ("day", models.DateField(verbose_name="date of the document")),
                ("stated_at", models.DateTimeField(verbose_name="stated at")),
                ("stated_by", models.CharField(max_length=80, verbose_name="by")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="findings",
                        to="plan.assessment",
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="findings",
                        to="plan.indicator",
                    ),
                ),
            ],
            options={
                "verbose_name": "stated finding",
                "verbose_name_plural": "stated findings",
                "ordering": ["indicator__no"],
            },
        ),
        migrations.CreateModel(
            name="Talk",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=40, verbose_name="rule")),
                ("about", models.CharField(max_length=40, verbose_name="about")),
                ("trigger", models.JSONField(default=dict, verbose_name="trigger")),
                (
                    "state",
                    models.CharField(
                        choices=[("not_held", "not to be held"), ("to_hold", "to be held"), ("held", "held")],
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("reason", models.TextField(verbose_name="reason of the decision")),
                ("planned_on", models.DateField(null=True, verbose_name="to be held on")),
                ("decided_at", models.DateTimeField(verbose_name="decided at")),
                ("decided_by", models.CharField(max_length=80, verbose_name="decided by")),
                ("held_on", models.DateField(null=True, verbose_name="held on")),
                ("led_by", models.CharField(blank=True, max_length=120, verbose_name="who talked")),
                ("with_whom", models.CharField(blank=True, max_length=120, verbose_name="with whom")),
                ("record", models.TextField(blank=True, verbose_name="record")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                ("recorded_at", models.DateTimeField(null=True, verbose_name="recorded at")),
                ("recorded_by", models.CharField(blank=True, max_length=80, verbose_name="recorded by")),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talks",
                        to="plan.assessment",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talks",
                        to="work.case",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="talks",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "talk",
                "verbose_name_plural": "talks",
                "ordering": ["organisation__sort_key", "pk"],
            },
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.UniqueConstraint(
                fields=("document", "kind", "year"), name="one_assessment_of_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="assessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "concluded"), _negated=True),
                    models.Q(
                        models.Q(("conclusion", ""), _negated=True), models.Q(("number", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="concluded_with_its_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="selfevaluation",
            constraint=models.UniqueConstraint(
                fields=("assessment", "organisation", "about"), name="one_own_word_about_a_thing"
            ),
        ),
        migrations.AddConstraint(
            model_name="statedfinding",
            constraint=models.UniqueConstraint(
                fields=("assessment", "indicator"), name="one_finding_an_indicator"
            ),
        ),
        migrations.AddConstraint(
            model_name="talk",
            constraint=models.UniqueConstraint(
                fields=("assessment", "organisation", "rule", "about"), name="one_decision_a_proposal"
            ),
        ),
        migrations.RunSQL(STAYS, MAY_CHANGE),
    ]
