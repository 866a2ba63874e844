"""The ledger's table, and the trigger that lets nobody change it."""

from django.db import migrations, models

FORBID = """
CREATE FUNCTION ledger_forbid() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only: % refused', TG_OP;
END $$;
CREATE TRIGGER ledger_append_only BEFORE UPDATE OR DELETE ON ledger_entry
  FOR EACH ROW EXECUTE FUNCTION ledger_forbid();
CREATE TRIGGER ledger_no_truncate BEFORE TRUNCATE ON ledger_entry
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_forbid();
"""
ALLOW = """
DROP TRIGGER ledger_append_only ON ledger_entry;
DROP TRIGGER ledger_no_truncate ON ledger_entry;
DROP FUNCTION ledger_forbid();
"""


class Migration(migrations.Migration):
    initial = True
    dependencies: list[tuple[str, str]] = []
    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="number")),
                ("at", models.DateTimeField(verbose_name="time")),
                ("verb", models.CharField(db_index=True, max_length=80, verbose_name="verb")),
                ("actor", models.JSONField(verbose_name="actor")),
                ("subject_type", models.CharField(max_length=80, verbose_name="kind of record")),
                ("subject_id", models.CharField(max_length=120, verbose_name="record")),
                ("before", models.JSONField(null=True, verbose_name="before")),
                ("after", models.JSONField(null=True, verbose_name="after")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "verbose_name": "ledger entry",
                "verbose_name_plural": "ledger",
                "ordering": ["seq"],
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id", "seq"], name="ledger_subject")
                ],
            },
        ),
        migrations.RunSQL(FORBID, ALLOW),
    ]
