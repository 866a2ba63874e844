"""What checks say, in one form: the number of the row, the rule's place, its name, the standing, the numbers."""

import polars as pl

from huanzhi.monitoring.quality.rules import Rule
from huanzhi.monitoring.quality.standing import RANK

SCHEMA = {"i": pl.UInt32, "place": pl.Int16, "rule": pl.String, "rank": pl.Int8, "numbers": pl.String}
NONE = pl.DataFrame(schema=SCHEMA)


def say(found: pl.DataFrame, place: int, rule: Rule, **numbers: pl.Expr | int | str) -> pl.DataFrame:
    """Hits of a rule on the rows found; `numbers` are what it rests on, columns or the rule's own.

    >>> rule = Rule("negative", "negative", "invalid", (), (), {}, "M", "")
    >>> rows = pl.DataFrame({"i": [7], "value_e3": [-5]}, schema_overrides={"i": pl.UInt32})
    >>> say(rows, 0, rule, value_e3=pl.col("value_e3"))["numbers"].to_list()
    ['{"standing":"invalid","value_e3":-5}']
    """
    if found.is_empty():
        return NONE
    said = [pl.lit(rule.standing).alias("standing")]
    said += [(one if isinstance(one, pl.Expr) else pl.lit(one)).alias(name) for name, one in numbers.items()]
    return found.select(
        "i",
        pl.lit(place, pl.Int16).alias("place"),
        pl.lit(rule.rule).alias("rule"),
        pl.lit(RANK[rule.standing], pl.Int8).alias("rank"),
        pl.struct(said).struct.json_encode().alias("numbers"),
    )
