"""Duties, their reminders and calendar feeds. The database keeps what a settled turn said, and drops none."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

KEEP = """
CREATE FUNCTION work_duty_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'duties are withdrawn, not deleted';
    END IF;
    IF (OLD.rule, OLD.subject, OLD.period) IS DISTINCT FROM (NEW.rule, NEW.subject, NEW.period) THEN
        RAISE EXCEPTION 'a duty stays the one it is';
    END IF;
    IF OLD.outcome <> '' AND NEW.outcome <> '' AND
        (OLD.due_on, OLD.covers_from, OLD.covers_to, OLD.organisation_id, OLD.user_id, OLD.area_id, OLD.terms,
         OLD.subject_name, OLD.done_on, OLD.proof, OLD.outcome)
        IS DISTINCT FROM
        (NEW.due_on, NEW.covers_from, NEW.covers_to, NEW.organisation_id, NEW.user_id, NEW.area_id, NEW.terms,
         NEW.subject_name, NEW.done_on, NEW.proof, NEW.outcome)
    THEN
        RAISE EXCEPTION 'a settled duty keeps what it said';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER work_duty_stays BEFORE UPDATE OR DELETE ON work_obligation
    FOR EACH ROW EXECUTE FUNCTION work_duty_stays();
"""
LET_GO = "DROP TRIGGER work_duty_stays ON work_obligation; DROP FUNCTION work_duty_stays();"


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_initial"),
        ("work", "0003_closed_loop"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="DutyFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("secret_sha256", models.CharField(max_length=64, unique=True)),
                ("made_at", models.DateTimeField(verbose_name="since")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duty_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "calendar feed",
                "verbose_name_plural": "calendar feeds",
            },
        ),
        migrations.CreateModel(
            name="Obligation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=60, verbose_name="rule")),
                ("subject", models.CharField(max_length=80, verbose_name="about")),
                ("period", models.CharField(max_length=16, verbose_name="period")),
                ("subject_name", models.CharField(max_length=200, verbose_name="about")),
                ("covers_from", models.DateField(null=True, verbose_name="from")),
                ("covers_to", models.DateField(null=True, verbose_name="until")),
                ("due_on", models.DateField(verbose_name="due")),
                ("terms", models.JSONField(verbose_name="terms")),
                ("simulated", models.BooleanField(default=False, verbose_name="simulated")),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
                ("changes", models.PositiveIntegerField(default=0)),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="withdrawn")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[("", "to be done"), ("proved", "proved"), ("waived", "waived")],
                        default="",
                        max_length=8,
                        verbose_name="outcome",
                    ),
                ),
                ("done_on", models.DateField(null=True, verbose_name="done on")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled")),
                ("settled_name", models.CharField(blank=True, max_length=80, verbose_name="by")),
                ("proof", models.JSONField(default=dict, verbose_name="proof")),
                ("note", models.TextField(blank=True, verbose_name="note")),
                (
                    "area",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="people.area",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="work.case",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to="people.organisation",
                        verbose_name="department",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="obligations",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "duty",
                "verbose_name_plural": "duties",
                "ordering": ["due_on", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("due_on", models.DateField(verbose_name="due")),
                ("stage", models.PositiveSmallIntegerField(verbose_name="days before")),
                ("told_at", models.DateTimeField(verbose_name="time")),
                (
                    "obligation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="work.obligation",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder",
                "verbose_name_plural": "reminders",
            },
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(
                fields=["due_on"],
                condition=models.Q(("outcome", ""), ("withdrawn_at", None)),
                name="duty_open_due",
            ),
        ),
        migrations.AddIndex(
            model_name="obligation",
            index=models.Index(fields=["organisation", "due_on"], name="duty_body_due"),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.UniqueConstraint(
                fields=("rule", "subject", "period"), name="one_duty_a_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_on", None), ("outcome", ""), ("settled_at", None)),
                    models.Q(
                        ("done_on__isnull", False), ("outcome", "proved"), ("settled_at__isnull", False)
                    ),
                    models.Q(
                        ("done_on", None),
                        ("outcome", "waived"),
                        ("settled_at__isnull", False),
                        models.Q(("note", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="duty_settled_with_ground",
            ),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("covers_from", None),
                    ("done_on", None),
                    ("done_on__gte", models.F("covers_from")),
                    _connector="OR",
                ),
                name="duty_proved_in_its_period",
            ),
        ),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("obligation", "due_on", "stage"), name="one_reminder_a_stage"
            ),
        ),
        migrations.RunSQL(KEEP, LET_GO),
    ]
