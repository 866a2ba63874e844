"""Notices, what leaves the house, and cursors that begin at the end of the logs: nobody is told of the past."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

LOGS = {"step": "CaseStep", "escalation": "Escalation"}


def begin(apps, schema_editor):
    """News begins now."""
    cursors = apps.get_model("work", "NoticeCursor")
    for log, model in LOGS.items():
        newest = apps.get_model("work", model).objects.aggregate(models.Max("pk"))["pk__max"] or 0
        cursors.objects.create(log=log, upto=newest)


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_grid_and_door"),
        ("work", "0005_evidence"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeCursor",
            fields=[
                (
                    "log",
                    models.CharField(
                        choices=[
                            ("step", "step"),
                            ("escalation", "escalation"),
                            ("reminder", "reminder"),
                            ("late-duty", "late duty"),
                        ],
                        max_length=12,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("upto", models.BigIntegerField(default=0)),
                ("gaps", models.JSONField(default=list)),
            ],
        ),
        migrations.CreateModel(
            name="NoticeChoice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "mail",
                    models.CharField(
                        choices=[
                            ("hourly", "gathered, every hour"),
                            ("daily", "gathered, every day at 8:00"),
                            ("off", "not at all"),
                        ],
                        default="daily",
                        max_length=8,
                        verbose_name="by mail",
                    ),
                ),
                ("address", models.EmailField(blank=True, max_length=254, verbose_name="address")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notice_choice",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "choice of notices",
                "verbose_name_plural": "choices of notices",
            },
        ),
        migrations.CreateModel(
            name="Webhook",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("url", models.URLField(max_length=500, verbose_name="address")),
                ("secret", models.TextField(verbose_name="secret")),
                (
                    "pace",
                    models.CharField(
                        choices=[
                            ("hourly", "gathered, every hour"),
                            ("daily", "gathered, every day at 8:00"),
                            ("off", "not at all"),
                        ],
                        default="hourly",
                        max_length=8,
                        verbose_name="gathered",
                    ),
                ),
                ("active", models.BooleanField(default=True, verbose_name="on")),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
                (
                    "organisation",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="webhook",
                        to="people.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "webhook",
                "verbose_name_plural": "webhooks",
                "ordering": ["organisation__sort_key", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("urgent", models.BooleanField(verbose_name="urgent")),
                ("count", models.PositiveIntegerField(verbose_name="notices")),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("next_at", models.DateTimeField(verbose_name="next try")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="what went wrong")),
                ("sent_at", models.DateTimeField(null=True, verbose_name="arrived")),
                ("given_up_at", models.DateTimeField(null=True, verbose_name="given up")),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "hook",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="deliveries",
                        to="work.webhook",
                    ),
                ),
            ],
            options={
                "verbose_name": "delivery",
                "verbose_name_plural": "deliveries",
                "ordering": ["-made_at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("step", "step"),
                            ("escalation", "escalation"),
                            ("reminder", "reminder"),
                            ("late-duty", "late duty"),
                        ],
                        max_length=12,
                    ),
                ),
                ("source_id", models.BigIntegerField()),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("given", "Given to you"),
                            ("hand-out", "To be handed out"),
                            ("returned", "Returned to you"),
                            ("re-check", "Waits for your re-check"),
                            ("extension-asked", "More time is asked for"),
                            ("extension-granted", "More time was granted"),
                            ("extension-refused", "More time was refused"),
                            ("late", "Its time has run out"),
                            ("duty-soon", "A duty is due soon"),
                            ("duty-late", "A duty is late"),
                        ],
                        max_length=20,
                        verbose_name="reason",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="time")),
                ("told_at", models.DateTimeField(verbose_name="told")),
                ("due_at", models.DateTimeField(null=True, verbose_name="due")),
                ("urgent", models.BooleanField(verbose_name="urgent")),
                ("read_at", models.DateTimeField(null=True, verbose_name="read")),
                (
                    "case",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="work.case",
                    ),
                ),
                (
                    "delivery",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="work.delivery",
                    ),
                ),
                (
                    "duty",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="work.obligation",
                    ),
                ),
                (
                    "for_user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "hook",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notices",
                        to="work.webhook",
                    ),
                ),
            ],
            options={
                "verbose_name": "notice",
                "verbose_name_plural": "notices",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["user", "-at"], name="notice_of_person"),
                    models.Index(
                        condition=models.Q(("read_at__isnull", True)), fields=["user"], name="notice_unread"
                    ),
                    models.Index(
                        condition=models.Q(("delivery__isnull", True), ("read_at__isnull", True)),
                        fields=["told_at"],
                        name="notice_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("user__isnull", False)),
                        fields=("source", "source_id", "user"),
                        name="one_notice_a_person",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("hook__isnull", False)),
                        fields=("source", "source_id", "hook"),
                        name="one_notice_a_hook",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("hook__isnull", False), ("user__isnull", True)),
                            models.Q(("hook__isnull", True), ("user__isnull", False)),
                            _connector="OR",
                        ),
                        name="notice_has_one_receiver",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(
                condition=models.Q(("given_up_at__isnull", True), ("sent_at__isnull", True)),
                fields=["next_at"],
                name="delivery_open",
            ),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["user", "-made_at"], name="delivery_of_person"),
        ),
        migrations.AddIndex(
            model_name="delivery",
            index=models.Index(fields=["hook", "-made_at"], name="delivery_of_hook"),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("hook__isnull", False), ("user__isnull", True)),
                    models.Q(("hook__isnull", True), ("user__isnull", False)),
                    _connector="OR",
                ),
                name="delivery_has_one_receiver",
            ),
        ),
        migrations.AddConstraint(
            model_name="delivery",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_at__isnull", True), ("given_up_at__isnull", True), _connector="OR"),
                name="delivery_ends_once",
            ),
        ),
        migrations.RunPython(begin, migrations.RunPython.noop, elidable=True),
    ]
