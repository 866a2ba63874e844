"""Checks of readings of the same point and time against each other: contradictions between factors."""

import polars as pl

from huanzhi.monitoring.quality.hits import say
from huanzhi.monitoring.quality.rules import Edition, Rule, matching

VALUE, OTHER = pl.col("value_e3"), pl.col("value_e3_b")
ENDLESS = 2**62  # for a bound that a rule does not have


def together(rows: pl.DataFrame, edition: Edition, statistic: str) -> list[pl.DataFrame]:
    """Everything said by rules of this file; `rows` are believable for themselves."""
    kinds = {"order": _order, "together": _together, "saturation": _saturation, "converted": _converted}
    there = rows["factor"].unique().sort().to_list()
    return [
        hit
        for kind, check in kinds.items()
        for place, rule in edition.of(kind, statistic)
        for hit in check(rows, there, place, rule)
    ]


def _pairs(there: list[str], rule: Rule) -> pl.DataFrame:
    """The rule's pairs among the factors that are there; a star that both have stands for the same name."""
    found: list[tuple[str, str]] = []
    for first, second in rule.numbers["pairs"]:
        if "*" in first:
            head, tail = first.split("*")
            for one in matching([first], there):
                other = second.replace("*", one[len(head) : len(one) - len(tail)])
                found += [(one, other)] if other in there else []
        else:
            found += [(first, other) for other in matching([second], there)]
    return pl.DataFrame(found, schema={"factor": pl.String, "factor_b": pl.String}, orient="row")


def _beside(rows: pl.DataFrame, pairs: pl.DataFrame, asked: pl.Expr | None = None) -> pl.DataFrame:
    """Rows of the pairs' first factor, those asked for, with the second's of the same point and time (…_b)."""
    first = rows.filter(pl.col("factor").is_in(pairs["factor"].unique().to_list()))
    first = first if asked is None else first.filter(asked)
    second = rows.filter(pl.col("factor").is_in(pairs["factor_b"].unique().to_list()))
    return first.join(pairs, on="factor").join(
        second.select("point", "time", "factor", "value_e3", "i"),
        left_on=["point", "time", "factor_b"],
        right_on=["point", "time", "factor"],
        suffix="_b",
    )


def _both(found: pl.DataFrame, place: int, rule: Rule, **numbers: int) -> list[pl.DataFrame]:
    """The same said of both readings, each naming the other."""
    if found.is_empty():
        return []
    turned = found.select(
        pl.col("i_b").alias("i"),
        pl.col("value_e3_b").alias("value_e3"),
        pl.col("value_e3").alias("value_e3_b"),
        pl.col("factor").alias("factor_b"),
    )
    return [
        say(side, place, rule, value_e3=VALUE, beside=pl.col("factor_b"), beside_e3=OTHER, **numbers)
        for side in (found, turned)
    ]


def _order(rows: pl.DataFrame, there: list[str], place: int, rule: Rule) -> list[pl.DataFrame]:
    """The first of the pair is above the second."""
    percent, slack = rule.numbers["percent"], rule.numbers["slack_e3"]
    pairs = _pairs(there, rule)
    if pairs.is_empty():
        return []
    found = _beside(rows, pairs)
    above = (VALUE - OTHER - slack) * 100 > percent * OTHER.abs()
    return _both(found.filter(above), place, rule, percent=percent, slack_e3=slack)


def _together(rows: pl.DataFrame, there: list[str], place: int, rule: Rule) -> list[pl.DataFrame]:
    """The first is where the second cannot be above `least_e3`."""
    pairs = _pairs(there, rule)
    if pairs.is_empty():
        return []
    names = [name for name in ("from_e3", "to_e3", "least_e3") if name in rule.numbers]
    numbers = {name: rule.numbers[name] for name in names}
    inside = VALUE.is_between(numbers.get("from_e3", -ENDLESS), numbers.get("to_e3", ENDLESS))
    found = _beside(rows, pairs, inside).filter(numbers["least_e3"] < OTHER)
    return _both(found, place, rule, **numbers)


def _saturation(rows: pl.DataFrame, there: list[str], place: int, rule: Rule) -> list[pl.DataFrame]:
    """Oxygen over so many per cent of what water of its temperature holds: numerator / (offset + temperature)."""
    if rule.numbers["oxygen"] not in there:
        return []
    names = ("numerator_e3", "offset_e3", "percent")
    top, offset, percent = (rule.numbers[name] for name in names)
    pair = pl.DataFrame({"factor": [rule.numbers["oxygen"]], "factor_b": [rule.numbers["temperature"]]})
    over = (offset + OTHER > 0) & (VALUE * (offset + OTHER) * 100 > percent * top * 1000)
    found = _beside(rows, pair).filter(over)
    numbers = {name: rule.numbers[name] for name in names}
    return [say(found, place, rule, value_e3=VALUE, beside=pl.col("factor_b"), beside_e3=OTHER, **numbers)]


def _converted(rows: pl.DataFrame, there: list[str], place: int, rule: Rule) -> list[pl.DataFrame]:
    """The converted value fits the measured one and the oxygen for none of the reference contents."""
    known = rule.numbers
    made = [(f"{f}-{part}", f) for f in rule.factors for part in known["parts"] if f"{f}-{part}" in there]
    if not made:
        return []
    pairs = pl.DataFrame(made, schema={"factor": pl.String, "factor_b": pl.String}, orient="row")
    oxygen = rows.filter(pl.col("factor") == known["oxygen"]).select("point", "time", oxygen="value_e3")
    found = _beside(rows, pairs).join(oxygen, on=["point", "time"])
    found = found.filter((known["least_e3"] <= OTHER) & (pl.col("oxygen") <= known["most_oxygen_e3"]))
    left = VALUE * (known["air_e3"] - pl.col("oxygen"))
    fits = pl.lit(False)
    for reference in known["references_e3"]:
        right = OTHER * (known["air_e3"] - reference)
        fits |= (left - right).abs() * 100 <= known["percent"] * right
    return [
        say(
            found.filter(~fits),
            place,
            rule,
            value_e3=VALUE,
            beside=pl.col("factor_b"),
            beside_e3=OTHER,
            oxygen_e3=pl.col("oxygen"),
            air_e3=known["air_e3"],
            percent=known["percent"],
        )
    ]
