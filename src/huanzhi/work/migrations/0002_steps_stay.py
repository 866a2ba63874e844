"""The database refuses to change or remove a step of a case."""

from django.db import migrations

FORBID = """
CREATE FUNCTION work_step_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'steps of cases are append-only';
END $$;
CREATE TRIGGER work_step_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON work_casestep
    FOR EACH STATEMENT EXECUTE FUNCTION work_step_stays();
"""
ALLOW = "DROP TRIGGER work_step_stays ON work_casestep; DROP FUNCTION work_step_stays();"


class Migration(migrations.Migration):
    dependencies = [("work", "0001_initial")]
    operations = [migrations.RunSQL(FORBID, ALLOW)]
