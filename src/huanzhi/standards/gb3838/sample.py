"""One sample of surface water: its class, what decides it, and why."""

from collections.abc import Mapping

from huanzhi.science.decimals import format_scaled

from ..ladder import Ladder
from ..verdict import Step, Verdict
from .rules import CLASSES, NUMBER, PLACES, Kind, Rules, compiled

METHOD = "环办〔2011〕22号"


def judge(
    sample: Mapping[str, int | None],
    kind: Kind = "river",
    target: int | None = None,
    excluded: frozenset[str] | None = None,
) -> Verdict:
    """The class of one sample by its worst item (单因子评价).

    Parameters
    ----------
    sample : values by item (``ITEMS``), whole millionths of mg/L (pH of one, coliforms of 1/L); None or negative is
        missing. ``do_saturation`` (millionths of a per cent) lets oxygen reach class I at 90 %.
    kind : ``river`` or ``lake`` (lakes and reservoirs have their own phosphorus, and nitrogen).
    target : a class 1 to 5 to tell the exceedances of.
    excluded : items left out; those of the 2011 method unless stated.

    Returns a verdict whose result holds ``class`` (1 to 6), ``deciding`` and ``exceeds`` ({item: hundredths}).
    Source: GB 3838-2002, table 1; 环办〔2011〕22号 for the items left out.

    >>> verdict = judge({"do": 6_200_000, "nh3n": 1_210_000, "tp": 150_000}, target=3)
    >>> verdict.decision, verdict.result["deciding"], verdict.result["exceeds"]
    ('IV', ('nh3n',), {'nh3n': 21})
    """
    rules = compiled(kind)
    left_out = rules.excluded if excluded is None else excluded
    placed: dict[str, int] = {}
    steps: list[Step] = []
    exceeds: dict[str, int] = {}
    for item, value in sample.items():
        if value is None or value < 0 or item in left_out or item == "do_saturation":
            continue
        number, step = _item(rules, item, value, sample)
        placed[item] = number
        steps.append(step)
        if (
            target
            and item in rules.ladders
            and (over := rules.ladders[item].times_over(value, target)) is not None
        ):
            exceeds[item] = over
    if not placed:
        return Verdict(NUMBER, "", False, dict(sample), {}, reason="no item to judge by")
    worst = max(placed.values())
    deciding = tuple(item for item in _order(rules) if placed.get(item) == worst)
    result = {"class": worst, "deciding": deciding, "items": placed, "exceeds": exceeds}
    skipped = tuple(f"{item} left out ({METHOD})" for item in sample if item in left_out)
    return Verdict(NUMBER, CLASSES[worst - 1], True, dict(sample), result, skipped, steps=tuple(steps))


def _order(rules: Rules) -> tuple[str, ...]:
    return ("ph", *rules.ladders)


def _item(rules: Rules, item: str, value: int, sample: Mapping[str, int | None]) -> tuple[int, Step]:
    if item == "ph":
        low, high = rules.ph
        number = 1 if low <= value <= high else len(CLASSES)
        bounds = f"{format_scaled(low, PLACES)} to {format_scaled(high, PLACES)}"
        return number, Step(
            "ph", f"{format_scaled(value, PLACES)}: {CLASSES[number - 1]}", bounds, "table 1", "A+"
        )
    if item not in rules.ladders:
        raise LookupError(f"no item {item!r} in {NUMBER}; there are: {', '.join(_order(rules))}")
    ladder = rules.ladders[item]
    number = ladder.place(value)
    if item == "do" and (sample.get("do_saturation") or 0) >= 90 * 10**PLACES:
        number = 1
    return number, _said(ladder, value, number)


def _said(ladder: Ladder, value: int, number: int) -> Step:
    sign = "<=" if ladder.rising else ">="
    limits = "; ".join(f"{name} {sign} {text}" for name, text in zip(CLASSES, ladder.texts, strict=False))
    words = f"{format_scaled(value, PLACES)} {ladder.unit}: {CLASSES[number - 1]}"
    return Step(ladder.item, words, limits, ladder.clause, ladder.grade)
