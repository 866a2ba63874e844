"""Ratios whose parts bring their own weight, and falls against a base year: the database checks them as well."""

import importlib

from django.db import migrations

ADDS_UP = """
CREATE OR REPLACE FUNCTION measures_adds_up(
    series jsonb, kind text, numerator bigint, denominator bigint, decimals integer, value_e3 bigint
) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
DECLARE
    above numeric; below numeric; valid bigint; step numeric; whole numeric; rest numeric; scaled numeric;
    base numeric;
BEGIN
    SELECT coalesce(sum((part->>1)::numeric), 0), count(part->>1) INTO above, valid
        FROM jsonb_array_elements(series) AS part;
    below := CASE WHEN kind = 'count' THEN 1 ELSE valid END;
    IF kind = 'ratio' THEN
        SELECT coalesce(sum((part->>2)::numeric), 0) INTO below
            FROM jsonb_array_elements(series) AS part WHERE part->>1 IS NOT NULL;
    ELSIF kind = 'fall' THEN
        SELECT coalesce(max(b.amount * a.divisor), 0), coalesce(max(a.amount * b.divisor), 0) INTO above, below
            FROM (SELECT (part->>1)::numeric AS amount, (part->>2)::numeric AS divisor, part->>0 AS key
                FROM jsonb_array_elements(series) AS part WHERE part->>1 IS NOT NULL) AS a
            JOIN (SELECT (part->>1)::numeric AS amount, (part->>2)::numeric AS divisor, part->>0 AS key
                FROM jsonb_array_elements(series) AS part WHERE part->>1 IS NOT NULL) AS b
            ON a.key COLLATE "C" < b.key COLLATE "C" WHERE valid = 2;
    END IF;
    IF above <> numerator OR below <> denominator THEN
        RETURN false;
    END IF;
    IF valid = 0 OR below <= 0 THEN
        RETURN value_e3 IS NULL;
    END IF;
    IF value_e3 IS NULL THEN
        RETURN false;
    END IF;
    step := power(10::numeric, 3 - decimals);
    base := below * step;
    scaled := CASE kind WHEN 'share' THEN above * 100 WHEN 'ratio' THEN above * 100000
        WHEN 'fall' THEN (below - above) * 100000 ELSE above END;
    whole := floor(scaled / base);
    rest := 2 * (scaled - whole * base);
    IF rest > base OR (rest = base AND mod(whole, 2) <> 0) THEN
        whole := whole + 1;
    END IF;
    RETURN value_e3 = whole * step;
END $$;
"""
BEFORE = importlib.import_module("huanzhi.measures.migrations.0002_figures_prove_themselves").ADDS_UP
BEFORE = BEFORE.split("CREATE FUNCTION measures_stays")[0].replace(
    "CREATE FUNCTION", "CREATE OR REPLACE FUNCTION"
)


class Migration(migrations.Migration):
    dependencies = [("measures", "0002_figures_prove_themselves")]
    operations = [migrations.RunSQL(ADDS_UP, BEFORE)]
