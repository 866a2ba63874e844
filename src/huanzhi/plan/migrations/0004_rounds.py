"""Rounds, what they ask, answers and their log; what was answered stays as it is."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STAYS = """
CREATE FUNCTION plan_round_log_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'answers of rounds and what happened to them are append-only';
END $$;
CREATE TRIGGER plan_answer_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_answer
    FOR EACH STATEMENT EXECUTE FUNCTION plan_round_log_stays();
CREATE TRIGGER plan_answerfile_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_answerfile
    FOR EACH STATEMENT EXECUTE FUNCTION plan_round_log_stays();
CREATE TRIGGER plan_roundstep_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON plan_roundstep
    FOR EACH STATEMENT EXECUTE FUNCTION plan_round_log_stays();
CREATE FUNCTION plan_closed_round_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.closed_at IS NOT NULL THEN
        RAISE EXCEPTION 'round % is closed', OLD.name;
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER plan_closed_round_stays BEFORE UPDATE ON plan_round
    FOR EACH ROW EXECUTE FUNCTION plan_closed_round_stays();
"""
AWAY = """
DROP TRIGGER plan_answer_stays ON plan_answer;
DROP TRIGGER plan_answerfile_stays ON plan_answerfile;
DROP TRIGGER plan_roundstep_stays ON plan_roundstep;
DROP TRIGGER plan_closed_round_stays ON plan_round;
DROP FUNCTION plan_round_log_stays();
DROP FUNCTION plan_closed_round_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("plan", "0003_year"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="Answer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="time")),
                ("by", models.CharField(max_length=80, verbose_name="by")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("unreported", "no report yet"),
                            ("underway", "under way"),
                            ("done", "done"),
                            ("held_up", "held up"),
                        ],
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("done", models.TextField(verbose_name="what was done")),
                ("quantities", models.JSONField(default=list, verbose_name="quantities")),
                ("blocker", models.TextField(blank=True, verbose_name="what is in the way")),
                ("asks", models.TextField(blank=True, verbose_name="who must help")),
                ("next_step", models.TextField(blank=True, verbose_name="next step")),
                ("next_on", models.DateField(null=True, verbose_name="next step by")),
                ("known", models.JSONField(default=dict, verbose_name="what was known")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "answer of a department",
                "verbose_name_plural": "answers of departments",
                "ordering": ["at", "pk"],
                "default_related_name": "answers",
            },
        ),
        migrations.CreateModel(
            name="AnswerFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sha256", models.CharField(max_length=64, verbose_name="hash")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("media", models.CharField(max_length=100, verbose_name="type")),
                ("size", models.BigIntegerField(verbose_name="octets")),
                (
                    "answer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="files", to="plan.answer"
                    ),
                ),
            ],
            options={
                "verbose_name": "file of an answer",
                "verbose_name_plural": "files of answers",
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Asked",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("leads", models.BooleanField(verbose_name="answers for the task's state")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "not answered"),
                            ("answered", "waits for the planner"),
                            ("returned", "returned"),
                            ("reopened", "open again"),
                            ("accepted", "accepted"),
                        ],
                        default="waiting",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("first_at", models.DateTimeField(null=True, verbose_name="first answered")),
                ("returns", models.PositiveSmallIntegerField(default=0, verbose_name="returned so often")),
                ("before", models.JSONField(default=dict, verbose_name="last time")),
                ("known", models.JSONField(default=dict, verbose_name="what was known")),
                ("known_sha256", models.CharField(blank=True, max_length=64)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="asked",
                        to="people.organisation",
                    ),
                ),
                (
                    "task",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="asked", to="plan.task"
                    ),
                ),
            ],
            options={
                "verbose_name": "what is asked",
                "verbose_name_plural": "what is asked",
                "ordering": ["task__code", "organisation__sort_key", "pk"],
            },
        ),
        migrations.AddField(
            model_name="answer",
            name="asked",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="plan.asked"),
        ),
        migrations.CreateModel(
            name="Round",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("first_day", models.DateField(verbose_name="from")),
                ("last_day", models.DateField(verbose_name="to")),
                ("opened_at", models.DateTimeField(verbose_name="opened on")),
                ("opened_by", models.CharField(max_length=80, verbose_name="by")),
                ("due_at", models.DateTimeField(verbose_name="due")),
                ("closed_at", models.DateTimeField(null=True, verbose_name="closed on")),
                ("closed_by", models.CharField(blank=True, max_length=80, verbose_name="closed by")),
                ("bulletin", models.JSONField(null=True, verbose_name="bulletin")),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("simulated", models.BooleanField(default=False, verbose_name="simulated")),
                (
                    "document",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rounds", to="plan.document"
                    ),
                ),
            ],
            options={
                "verbose_name": "round",
                "verbose_name_plural": "rounds",
                "ordering": ["-first_day", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="asked",
            name="round",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="asked", to="plan.round"
            ),
        ),
        migrations.CreateModel(
            name="RoundStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="time")),
                ("by", models.CharField(max_length=80, verbose_name="by")),
                (
                    "what",
                    models.CharField(
                        choices=[
                            ("answered", "answer given"),
                            ("returned", "returned"),
                            ("accepted", "accepted"),
                            ("reopened", "open again"),
                            ("changed", "inputs changed after the round was closed"),
                            ("reminded", "reminded"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("data", models.JSONField(default=dict)),
                (
                    "answer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="plan.answer",
                    ),
                ),
                ("asked", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="plan.asked")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a round",
                "verbose_name_plural": "steps of rounds",
                "ordering": ["at", "pk"],
                "default_related_name": "steps",
            },
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.UniqueConstraint(fields=("document", "name"), name="one_round_a_name"),
        ),
        migrations.AddConstraint(
            model_name="round",
            constraint=models.CheckConstraint(
                condition=models.Q(("last_day__gte", models.F("first_day"))),
                name="round_ends_after_it_begins",
            ),
        ),
        migrations.AddIndex(
            model_name="asked",
            index=models.Index(fields=["organisation", "state"], name="asked_of_body"),
        ),
        migrations.AddConstraint(
            model_name="asked",
            constraint=models.UniqueConstraint(
                fields=("round", "organisation", "task"), name="asked_once_a_round"
            ),
        ),
        migrations.RunSQL(STAYS, AWAY),
    ]
