"""闭环: who holds a case, where it is, its clocks; joining and parting; routing rules, escalation, more time."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# A day that a case was due on is the deadline at its end; a case that was opened had been handed out by its opener.
CARRY = """
UPDATE work_case SET
    due_at = (due_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai',
    clock_at = CASE WHEN state = 'closed' THEN NULL ELSE (due_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai' END,
    state = CASE WHEN state = 'opened' THEN 'assigned' ELSE state END;
"""
# Nobody who ever reported on a case closes it, whatever the application says.
ANOTHER = """
CREATE FUNCTION work_closed_by_another() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT FROM work_casestep WHERE case_id = NEW.id AND verb = 'work.report-done'
               AND actor_user_id = NEW.verified_by_id) THEN
        RAISE EXCEPTION 'case % is closed by somebody other than who reported on it', NEW.number
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER work_closed_by_another BEFORE UPDATE ON work_case
    FOR EACH ROW WHEN (NEW.state = 'closed') EXECUTE FUNCTION work_closed_by_another();
"""
ANYBODY = "DROP TRIGGER work_closed_by_another ON work_case; DROP FUNCTION work_closed_by_another();"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("work", "0002_steps_stay"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Escalation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="time")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("opened", "to be handed out"),
                            ("assigned", "to be taken up"),
                            ("accepted", "in hand"),
                            ("suspended", "suspended"),
                            ("reported", "waiting for re-check"),
                            ("merged", "joined to another"),
                            ("closed", "closed"),
                        ],
                        max_length=16,
                        verbose_name="state",
                    ),
                ),
                ("clock_at", models.DateTimeField(verbose_name="deadline")),
                ("rung", models.PositiveSmallIntegerField(verbose_name="rung")),
                ("because", models.CharField(max_length=200, verbose_name="because")),
            ],
            options={
                "verbose_name": "escalation",
                "verbose_name_plural": "escalations",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked for at")),
                ("until", models.DateTimeField(verbose_name="until")),
                ("reason", models.TextField(verbose_name="reason")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided at")),
                ("granted", models.BooleanField(null=True, verbose_name="granted")),
            ],
            options={
                "verbose_name": "extension",
                "verbose_name_plural": "extensions",
                "ordering": ["asked_at"],
            },
        ),
        migrations.CreateModel(
            name="Numbering",
            fields=[
                ("year", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("last", models.PositiveIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="RoutingRule",
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
                ("order", models.PositiveIntegerField(default=100, verbose_name="order")),
                ("kind", models.CharField(blank=True, max_length=40, verbose_name="kind")),
                ("subject", models.CharField(blank=True, max_length=80, verbose_name="subject begins with")),
                (
                    "finding",
                    models.CharField(
                        blank=True,
                        help_text="field=value, for example factor=a21026",
                        max_length=120,
                        verbose_name="finding says",
                    ),
                ),
                ("grid", models.BooleanField(default=False, verbose_name="to the grid member of the place")),
            ],
            options={
                "verbose_name": "routing rule",
                "verbose_name_plural": "routing rules",
                "ordering": ["order", "code"],
            },
        ),
        migrations.AddField(
            model_name="case",
            name="area",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.area",
                verbose_name="area",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="assignee",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to=settings.AUTH_USER_MODEL,
                verbose_name="in the hands of",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="clock_at",
            field=models.DateTimeField(null=True, verbose_name="clock of the state"),
        ),
        migrations.AddField(
            model_name="case",
            name="due_at",
            field=models.DateTimeField(null=True, verbose_name="due"),
        ),
        migrations.RunSQL(CARRY, migrations.RunSQL.noop),
        migrations.RemoveField(
            model_name="case",
            name="due_on",
        ),
        migrations.AlterField(
            model_name="case",
            name="due_at",
            field=models.DateTimeField(verbose_name="due"),
        ),
        migrations.AddField(
            model_name="case",
            name="lat",
            field=models.DecimalField(decimal_places=6, max_digits=9, null=True, verbose_name="latitude"),
        ),
        migrations.AddField(
            model_name="case",
            name="lead",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.organisation",
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="lon",
            field=models.DecimalField(decimal_places=6, max_digits=9, null=True, verbose_name="longitude"),
        ),
        migrations.AddField(
            model_name="case",
            name="merged_into",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="merged", to="work.case"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="split_from",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="parts", to="work.case"
            ),
        ),
        migrations.AddField(
            model_name="casestep",
            name="acting_for",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="casestep",
            name="clock_at",
            field=models.DateTimeField(null=True, verbose_name="deadline"),
        ),
        migrations.AddField(
            model_name="casestep",
            name="data",
            field=models.JSONField(default=dict, verbose_name="particulars"),
        ),
        migrations.AddField(
            model_name="casestep",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.organisation",
            ),
        ),
        migrations.AlterField(
            model_name="case",
            name="state",
            field=models.CharField(
                choices=[
                    ("opened", "to be handed out"),
                    ("assigned", "to be taken up"),
                    ("accepted", "in hand"),
                    ("suspended", "suspended"),
                    ("reported", "waiting for re-check"),
                    ("merged", "joined to another"),
                    ("closed", "closed"),
                ],
                default="opened",
                max_length=16,
                verbose_name="state",
            ),
        ),
        migrations.AlterField(
            model_name="casestep",
            name="to_state",
            field=models.CharField(
                choices=[
                    ("opened", "to be handed out"),
                    ("assigned", "to be taken up"),
                    ("accepted", "in hand"),
                    ("suspended", "suspended"),
                    ("reported", "waiting for re-check"),
                    ("merged", "joined to another"),
                    ("closed", "closed"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ("merged", "closed")), _negated=True),
                fields=["clock_at", "id"],
                name="case_open_clock",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ("merged", "closed")), _negated=True),
                fields=["organisation", "clock_at"],
                name="case_open_organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state__in", ("merged", "closed")), _negated=True),
                fields=["assignee", "clock_at"],
                name="case_open_assignee",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["organisation", "-opened_at"], name="case_organisation"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["-opened_at", "-id"], name="case_newest"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["kind", "subject"], name="case_subject"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                    models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", True)),
                    _connector="OR",
                ),
                name="merged_into_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("clock_at__isnull", True), ("state__in", ("merged", "closed"))),
                    models.Q(
                        models.Q(("state__in", ("merged", "closed")), _negated=True),
                        ("clock_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="every_open_case_has_a_clock",
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="escalations", to="work.case"
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.organisation",
            ),
        ),
        migrations.AddField(
            model_name="escalation",
            name="person",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="asked_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="extensions", to="work.case"
            ),
        ),
        migrations.AddField(
            model_name="extension",
            name="decided_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="routingrule",
            name="area",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.area",
                verbose_name="area",
            ),
        ),
        migrations.AddField(
            model_name="routingrule",
            name="lead",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.organisation",
                verbose_name="lead",
            ),
        ),
        migrations.AddField(
            model_name="routingrule",
            name="organisation",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.organisation",
                verbose_name="department",
            ),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                fields=("case", "state", "clock_at", "rung"), name="one_escalation_a_rung"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("decided_by__isnull", True),
                    models.Q(("decided_by", models.F("asked_by")), _negated=True),
                    _connector="OR",
                ),
                name="granted_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.UniqueConstraint(
                condition=models.Q(("granted__isnull", True)), fields=("case",), name="one_open_wish"
            ),
        ),
        migrations.AddConstraint(
            model_name="routingrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("grid", True), ("organisation__isnull", False), _connector="OR"),
                name="a_rule_leads_somewhere",
            ),
        ),
        migrations.RunSQL(ANOTHER, ANYBODY),
    ]
