import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_grid_and_door"),
        ("plan", "0004_rounds"),
        ("work", "0007_done_at"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.CreateModel(
            name="Decision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="what was decided")),
                (
                    "conclusion",
                    models.CharField(
                        choices=[("assign", "assign"), ("defer", "put off"), ("none", "no action")],
                        max_length=8,
                        verbose_name="conclusion",
                    ),
                ),
                ("defer_to", models.DateField(null=True, verbose_name="put off to")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="time")),
                ("actor_name", models.CharField(max_length=80, verbose_name="by")),
            ],
            options={
                "verbose_name": "decision of a meeting",
                "verbose_name_plural": "decisions of meetings",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.CharField(max_length=200, verbose_name="what is to be done")),
                ("due_on", models.DateField(verbose_name="to be done by")),
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="assignment", to="work.case"
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
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assignments",
                        to="plan.decision",
                    ),
                ),
            ],
            options={
                "verbose_name": "assignment",
                "verbose_name_plural": "assignments",
                "ordering": ["decision", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.CharField(max_length=40, unique=True, verbose_name="number")),
                ("day", models.DateField(verbose_name="meeting day")),
                ("place", models.CharField(blank=True, max_length=120, verbose_name="place")),
                ("chair", models.CharField(blank=True, max_length=80, verbose_name="chair")),
                (
                    "state",
                    models.CharField(
                        choices=[("called", "called"), ("held", "held")],
                        default="called",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                (
                    "document",
                    models.CharField(blank=True, max_length=80, verbose_name="number of the minutes"),
                ),
                ("minutes", models.JSONField(default=dict, verbose_name="minutes of the meeting")),
                ("called_name", models.CharField(max_length=80, verbose_name="called by")),
                ("held_at", models.DateTimeField(null=True, verbose_name="held at")),
                ("simulated", models.BooleanField(default=False, verbose_name="simulated")),
                (
                    "present",
                    models.ManyToManyField(
                        blank=True, related_name="+", to="people.organisation", verbose_name="present"
                    ),
                ),
            ],
            options={
                "verbose_name": "coordination meeting",
                "verbose_name_plural": "coordination meetings",
                "ordering": ["-day", "-pk"],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="meeting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="plan.meeting"
            ),
        ),
        migrations.CreateModel(
            name="Problem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(max_length=200, verbose_name="problem")),
                ("text", models.TextField(blank=True, verbose_name="in words")),
                ("origin", models.CharField(blank=True, max_length=80, verbose_name="came from")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "waits for a meeting"),
                            ("agenda", "on the agenda"),
                            ("decided", "decided"),
                            ("settled", "problem settled"),
                        ],
                        default="open",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("raised_at", models.DateTimeField(verbose_name="raised")),
                ("raised_name", models.CharField(max_length=80, verbose_name="raised by")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled at")),
                ("settled_name", models.CharField(blank=True, max_length=80, verbose_name="settled by")),
                ("note", models.TextField(blank=True, verbose_name="how it was settled")),
                ("simulated", models.BooleanField(default=False, verbose_name="simulated")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="problems",
                        to="people.organisation",
                        verbose_name="department",
                    ),
                ),
                (
                    "raised_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "problem",
                "verbose_name_plural": "problems",
                "ordering": ["raised_at", "pk"],
            },
        ),
        migrations.AddField(
            model_name="decision",
            name="problem",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="decisions", to="plan.problem"
            ),
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("order", models.PositiveSmallIntegerField(verbose_name="order")),
                ("came_from", models.CharField(max_length=8)),
                ("put_at", models.DateTimeField(verbose_name="put on the agenda")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="agenda", to="plan.meeting"
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="agendas", to="plan.problem"
                    ),
                ),
            ],
            options={
                "verbose_name": "item of an agenda",
                "verbose_name_plural": "items of agendas",
                "ordering": ["meeting", "order"],
            },
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("origin", ""), _negated=True), models.Q(("state", "settled"), _negated=True)
                ),
                fields=("origin",),
                name="one_open_problem_an_origin",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("settled_at__isnull", False), ("state", "settled")),
                    models.Q(models.Q(("state", "settled"), _negated=True), ("settled_at__isnull", True)),
                    _connector="OR",
                ),
                name="settled_has_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.UniqueConstraint(fields=("meeting", "problem"), name="one_decision_a_problem"),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("conclusion", "defer"), ("defer_to__isnull", False)),
                    models.Q(models.Q(("conclusion", "defer"), _negated=True), ("defer_to__isnull", True)),
                    _connector="OR",
                ),
                name="put_off_to_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="decision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("conclusion", "none"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="no_action_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(fields=("meeting", "problem"), name="once_on_an_agenda"),
        ),
    ]
