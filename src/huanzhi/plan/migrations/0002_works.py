"""Works get a code that stays, their owners, money, stages, blockers, photos and reductions."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import huanzhi.plan.works.lists


def number_works(apps, schema_editor):
    """The works that are there get their codes in the printed order, as a plan read now would give them."""
    codes: dict[int, int] = {}
    for work in apps.get_model("plan", "Project").objects.order_by("document_id", "column", "pk"):
        codes[work.document_id] = codes.get(work.document_id, 0) + 1
        work.code = f"W{codes[work.document_id]:02d}"
        work.key = f"{work.document_id}-{work.code}"
        work.save(update_fields=["code", "key"])


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_grid_and_door"),
        ("plan", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="Blocker",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("simulated", models.BooleanField(default=False, verbose_name="simulated")),
                ("title", models.CharField(max_length=120, verbose_name="what is in the way")),
                ("text", models.TextField(blank=True, verbose_name="in full")),
                ("asks", models.TextField(blank=True, verbose_name="what is needed, from whom")),
                ("raised_name", models.CharField(max_length=80, verbose_name="raised by")),
                ("raised_at", models.DateTimeField(verbose_name="raised at")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "not settled"),
                            ("at_meeting", "before the meeting"),
                            ("settled", "settled"),
                        ],
                        default="open",
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "problem",
                    models.CharField(blank=True, max_length=40, verbose_name="before the meeting as"),
                ),
                ("settlement", models.TextField(blank=True, verbose_name="how it was settled")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                ("settled_name", models.CharField(blank=True, max_length=80, verbose_name="settled by")),
                ("settled_at", models.DateTimeField(null=True, verbose_name="settled at")),
            ],
            options={
                "verbose_name": "blocker",
                "verbose_name_plural": "blockers",
                "ordering": ["-raised_at", "-pk"],
                "default_related_name": "blockers",
            },
        ),
        migrations.CreateModel(
            name="FundLine",
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
                    "source",
                    models.CharField(
                        choices=huanzhi.plan.works.lists.source_choices,
                        max_length=16,
                        verbose_name="source of money",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                (
                    "planned_yuan",
                    models.BigIntegerField(blank=True, null=True, verbose_name="planned (yuan)"),
                ),
                (
                    "allocated_yuan",
                    models.BigIntegerField(blank=True, null=True, verbose_name="allocated (yuan)"),
                ),
                ("paid_yuan", models.BigIntegerField(blank=True, null=True, verbose_name="paid (yuan)")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="document number")),
            ],
            options={
                "verbose_name": "fund line",
                "verbose_name_plural": "funds of works",
                "ordering": ["year", "code"],
            },
        ),
        migrations.CreateModel(
            name="Gate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("simulated", models.BooleanField(default=False, verbose_name="simulated")),
                (
                    "stage",
                    models.CharField(
                        choices=huanzhi.plan.works.lists.stage_choices, max_length=16, verbose_name="stage"
                    ),
                ),
                ("first_planned_on", models.DateField(null=True, verbose_name="planned at first")),
                ("planned_on", models.DateField(null=True, verbose_name="planned")),
                ("passed_on", models.DateField(null=True, verbose_name="passed on")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                ("file", models.JSONField(blank=True, default=dict, verbose_name="evidence")),
                ("note", models.TextField(blank=True, verbose_name="remark")),
                ("passed_name", models.CharField(blank=True, max_length=80, verbose_name="passed by")),
                ("passed_at", models.DateTimeField(null=True)),
                ("confirmed_name", models.CharField(blank=True, max_length=80, verbose_name="confirmed by")),
                ("confirmed_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "stage of a work",
                "verbose_name_plural": "stages of works",
                "ordering": ["project", "pk"],
                "default_related_name": "gates",
            },
        ),
        migrations.CreateModel(
            name="Reduction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("simulated", models.BooleanField(default=False, verbose_name="simulated")),
                (
                    "pollutant",
                    models.CharField(
                        choices=huanzhi.plan.works.lists.pollutant_choices,
                        max_length=8,
                        verbose_name="pollutant",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("claimed_kg", models.BigIntegerField(verbose_name="claimed, kg")),
                ("basis", models.TextField(verbose_name="how it was reckoned")),
                ("claimed_name", models.CharField(max_length=80, verbose_name="claimed by")),
                ("claimed_at", models.DateTimeField(verbose_name="claimed at")),
                ("verified_kg", models.BigIntegerField(null=True, verbose_name="verified, kg")),
                ("number", models.CharField(blank=True, max_length=80, verbose_name="document number")),
                ("remark", models.TextField(blank=True, verbose_name="remark")),
                ("verified_name", models.CharField(blank=True, max_length=80, verbose_name="verified by")),
                ("verified_at", models.DateTimeField(null=True, verbose_name="verified at")),
            ],
            options={
                "verbose_name": "reduction by a work",
                "verbose_name_plural": "reductions by works",
                "ordering": ["project", "pollutant", "year"],
                "default_related_name": "reductions",
            },
        ),
        migrations.CreateModel(
            name="WorkPhoto",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("simulated", models.BooleanField(default=False, verbose_name="simulated")),
                ("sha256", models.CharField(max_length=64, verbose_name="hash")),
                ("name", models.CharField(max_length=120, verbose_name="name")),
                ("media", models.CharField(max_length=100, verbose_name="type")),
                ("size", models.BigIntegerField(verbose_name="octets")),
                ("width", models.PositiveIntegerField(null=True)),
                ("height", models.PositiveIntegerField(null=True)),
                ("taken_on", models.DateField(verbose_name="taken on")),
                ("day_from_photo", models.BooleanField(verbose_name="the day is the photo's own")),
                (
                    "lon",
                    models.DecimalField(decimal_places=6, max_digits=9, null=True, verbose_name="longitude"),
                ),
                (
                    "lat",
                    models.DecimalField(decimal_places=6, max_digits=8, null=True, verbose_name="latitude"),
                ),
                (
                    "stage",
                    models.CharField(
                        blank=True,
                        choices=huanzhi.plan.works.lists.stage_choices,
                        max_length=16,
                        verbose_name="stage",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="what it shows")),
                ("by", models.CharField(max_length=80, verbose_name="by")),
                ("received_at", models.DateTimeField(verbose_name="received")),
            ],
            options={
                "verbose_name": "photo of a work",
                "verbose_name_plural": "photos of works",
                "ordering": ["taken_on", "pk"],
                "default_related_name": "photos",
            },
        ),
        migrations.AlterModelOptions(
            name="project",
            options={
                "ordering": ["document", "code"],
                "verbose_name": "work",
                "verbose_name_plural": "works",
            },
        ),
        migrations.AddField(
            model_name="project",
            name="area",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="projects",
                to="people.area",
                verbose_name="area",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="budget_yuan",
            field=models.BigIntegerField(null=True, verbose_name="budget (yuan)"),
        ),
        migrations.AddField(
            model_name="project",
            name="code",
            field=models.CharField(default="", max_length=8, verbose_name="code"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="project",
            name="end",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="project",
            name="finishes_on",
            field=models.DateField(null=True, verbose_name="finish"),
        ),
        migrations.AddField(
            model_name="project",
            name="in_plan",
            field=models.BooleanField(default=True, verbose_name="still printed in the plan"),
        ),
        migrations.AddField(
            model_name="project",
            name="key",
            field=models.CharField(default="", max_length=16, verbose_name="code with the plan's number"),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="project",
            name="lat",
            field=models.DecimalField(decimal_places=6, max_digits=8, null=True, verbose_name="latitude"),
        ),
        migrations.AddField(
            model_name="project",
            name="lon",
            field=models.DecimalField(decimal_places=6, max_digits=9, null=True, verbose_name="longitude"),
        ),
        migrations.AddField(
            model_name="project",
            name="origin",
            field=models.CharField(
                choices=[("box", "box"), ("text", "text")],
                default="box",
                max_length=4,
                verbose_name="printed in",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="owner",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="projects",
                to="people.organisation",
                verbose_name="owner",
            ),
        ),
        migrations.AddField(
            model_name="project",
            name="place",
            field=models.CharField(blank=True, max_length=120, verbose_name="place"),
        ),
        migrations.AddField(
            model_name="project",
            name="printed",
            field=models.TextField(blank=True, verbose_name="in the plan's words"),
        ),
        migrations.AddField(
            model_name="project",
            name="simulated",
            field=models.BooleanField(default=False, verbose_name="simulated"),
        ),
        migrations.AddField(
            model_name="project",
            name="start",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="project",
            name="starts_on",
            field=models.DateField(null=True, verbose_name="start"),
        ),
        migrations.AddField(
            model_name="project",
            name="tasks",
            field=models.ManyToManyField(
                blank=True, related_name="projects", to="plan.task", verbose_name="tasks"
            ),
        ),
        migrations.AlterField(
            model_name="project",
            name="column",
            field=models.PositiveSmallIntegerField(default=0, verbose_name="box"),
        ),
        migrations.AlterField(
            model_name="project",
            name="document",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="projects",
                to="plan.document",
                verbose_name="plan",
            ),
        ),
        migrations.AlterField(
            model_name="project",
            name="group",
            field=models.CharField(blank=True, max_length=120, verbose_name="group"),
        ),
        migrations.RunPython(number_works, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="project",
            name="key",
            field=models.CharField(max_length=16, unique=True, verbose_name="code with the plan's number"),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.UniqueConstraint(fields=("document", "code"), name="one_project_a_code"),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(("budget_yuan", None), ("budget_yuan__gte", 0), _connector="OR"),
                name="project_budget_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("starts_on", None),
                    ("finishes_on", None),
                    ("finishes_on__gte", models.F("starts_on")),
                    _connector="OR",
                ),
                name="project_finishes_after_start",
            ),
        ),
        migrations.AddConstraint(
            model_name="project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("lat", None), ("lon", None)),
                    models.Q(("lat__isnull", False), ("lon__isnull", False)),
                    _connector="OR",
                ),
                name="project_whole_position",
            ),
        ),
        migrations.AddField(
            model_name="blocker",
            name="organisation",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="blockers",
                to="people.organisation",
                verbose_name="raised by the department",
            ),
        ),
        migrations.AddField(
            model_name="blocker",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="plan.project", verbose_name="work"
            ),
        ),
        migrations.AddField(
            model_name="blocker",
            name="raised_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="fundline",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="funds",
                to="plan.project",
                to_field="key",
                verbose_name="work",
            ),
        ),
        migrations.AddField(
            model_name="gate",
            name="confirmed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="gate",
            name="passed_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="gate",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="plan.project", verbose_name="work"
            ),
        ),
        migrations.AddField(
            model_name="reduction",
            name="claimed_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reduction",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="plan.project", verbose_name="work"
            ),
        ),
        migrations.AddField(
            model_name="reduction",
            name="verified_by",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="workphoto",
            name="project",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, to="plan.project", verbose_name="work"
            ),
        ),
        migrations.AddField(
            model_name="workphoto",
            name="user",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="blocker",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("settled_at__isnull", False),
                        ("state", "settled"),
                        models.Q(("settlement", ""), _negated=True),
                    ),
                    models.Q(models.Q(("state", "settled"), _negated=True), ("settled_at", None)),
                    _connector="OR",
                ),
                name="blocker_settled_with_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundline",
            constraint=models.CheckConstraint(
                condition=models.Q(("planned_yuan__gte", 0), ("planned_yuan", None), _connector="OR"),
                name="fund_planned_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("allocated_yuan", None),
                    models.Q(("allocated_yuan__gte", 0), models.Q(("number", ""), _negated=True)),
                    _connector="OR",
                ),
                name="fund_allocated_by_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="fundline",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("paid_yuan", None),
                    models.Q(
                        ("paid_yuan__gte", 0),
                        ("paid_yuan__lte", models.F("allocated_yuan")),
                        ("allocated_yuan__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="fund_paid_within_allocated",
            ),
        ),
        migrations.AddConstraint(
            model_name="gate",
            constraint=models.UniqueConstraint(fields=("project", "stage"), name="one_gate_a_stage"),
        ),
        migrations.AddConstraint(
            model_name="gate",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("confirmed_at", None),
                    models.Q(
                        ("confirmed_by__isnull", False),
                        ("passed_by__isnull", False),
                        ("passed_on__isnull", False),
                        models.Q(("confirmed_by", models.F("passed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="gate_confirmed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="reduction",
            constraint=models.UniqueConstraint(
                fields=("project", "pollutant", "year"), name="one_reduction_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="reduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("claimed_kg__gte", 0),
                    models.Q(("verified_kg", None), ("verified_kg__gte", 0), _connector="OR"),
                ),
                name="reduction_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="reduction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verified_at", None), ("verified_by", None), ("verified_kg", None)),
                    models.Q(
                        ("verified_at__isnull", False),
                        ("verified_by__isnull", False),
                        ("verified_kg__isnull", False),
                        models.Q(("number", ""), _negated=True),
                        models.Q(("verified_by", models.F("claimed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="reduction_verified_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="workphoto",
            constraint=models.UniqueConstraint(fields=("project", "sha256"), name="one_photo_once"),
        ),
    ]
