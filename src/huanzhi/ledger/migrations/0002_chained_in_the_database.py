"""The database numbers and chains entries itself; sealed values and checkpoints."""

import django.utils.timezone
from django.db import migrations, models

# The hash is that of `chain.digest`; `chain.around` gives the text without number and previous hash, three lines an entry. Whoever appends
# stands in line until the commit before is there, so order of numbers is order of commits and there are no gaps.
APPEND = """
CREATE FUNCTION ledger_append(drafts text) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  parts text[] := string_to_array(drafts, E'\\n');
  first bigint;
  last bigint := 0;
  prior text := repeat('0', 64);
  whole text;
  mine text;
  said jsonb;
BEGIN
  PERFORM pg_advisory_xact_lock(x'4C454447'::bigint);
  SELECT seq, hash INTO last, prior FROM ledger_entry ORDER BY seq DESC LIMIT 1;
  IF NOT FOUND THEN
    last := 0;
    prior := repeat('0', 64);
  END IF;
  first := last + 1;
  FOR i IN 1 .. array_length(parts, 1) BY 3 LOOP
    last := last + 1;
    whole := parts[i] || prior || parts[i + 1] || last || parts[i + 2];
    mine := encode(sha256(convert_to(whole, 'UTF8')), 'hex');
    said := whole::jsonb;
    INSERT INTO ledger_entry
      (seq, at, verb, actor, subject_type, subject_id, before, after, reason, previous, hash)
    VALUES (last, (said->>'at')::timestamptz, said->>'verb', said->'actor', said->>'subject_type',
      said->>'subject_id', nullif(said->'before', 'null'), nullif(said->'after', 'null'), said->>'reason',
      prior, mine);
    prior := mine;
  END LOOP;
  RETURN first;
END $$;
CREATE TRIGGER ledger_checkpoint_stays BEFORE UPDATE OR DELETE ON ledger_checkpoint
  FOR EACH ROW EXECUTE FUNCTION ledger_forbid();
CREATE TRIGGER ledger_checkpoint_no_truncate BEFORE TRUNCATE ON ledger_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION ledger_forbid();
CREATE TRIGGER ledger_sealed_stays BEFORE UPDATE ON ledger_sealed
  FOR EACH ROW EXECUTE FUNCTION ledger_forbid();
"""
UNDO = """
DROP TRIGGER ledger_sealed_stays ON ledger_sealed;
DROP TRIGGER ledger_checkpoint_no_truncate ON ledger_checkpoint;
DROP TRIGGER ledger_checkpoint_stays ON ledger_checkpoint;
DROP FUNCTION ledger_append(text);
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.CreateModel(
            name="Sealed",
            fields=[
                (
                    "commitment",
                    models.CharField(
                        max_length=64, primary_key=True, serialize=False, verbose_name="commitment"
                    ),
                ),
                ("salt", models.BinaryField()),
                ("value", models.JSONField(null=True, verbose_name="value")),
                ("subject_type", models.CharField(max_length=80, verbose_name="kind of record")),
                ("subject_id", models.CharField(max_length=120, verbose_name="record")),
                ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="time")),
            ],
            options={
                "verbose_name": "sealed value",
                "verbose_name_plural": "sealed values",
                "indexes": [
                    models.Index(fields=["subject_type", "subject_id"], name="ledger_sealed_subject")
                ],
            },
        ),
        migrations.CreateModel(
            name="Checkpoint",
            fields=[
                ("size", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="entries")),
                ("day", models.DateField(db_index=True, verbose_name="day")),
                ("at", models.DateTimeField(verbose_name="time")),
                ("head", models.CharField(max_length=64, verbose_name="hash of the last entry")),
                ("root", models.CharField(max_length=64, verbose_name="root")),
                ("peaks", models.JSONField()),
            ],
            options={
                "verbose_name": "checkpoint",
                "verbose_name_plural": "checkpoints",
                "ordering": ["size"],
            },
        ),
        migrations.AlterField(model_name="entry", name="hash", field=models.CharField(max_length=64)),
        migrations.AlterField(
            model_name="entry", name="verb", field=models.CharField(max_length=80, verbose_name="verb")
        ),
        migrations.AddIndex(
            model_name="entry", index=models.Index(fields=["verb", "seq"], name="ledger_verb")
        ),
        migrations.RunSQL(APPEND, UNDO),
    ]
