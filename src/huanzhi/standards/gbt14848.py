"""GB/T 14848: groundwater (地下水), its class by the worst item. Its limits are unverified."""

from collections.abc import Mapping
from functools import cache

from huanzhi.science.decimals import format_scaled, parse_scaled

from . import library
from .ladder import Ladder, ladder
from .verdict import Step, Verdict

NUMBER, PLACES = "GB/T 14848-2017", 6
CLASSES = ("I", "II", "III", "IV", "V")


@cache
def ladders() -> Mapping[str, Ladder]:
    """The ladder of every item, by code; whole millionths of its unit. Source: GB/T 14848-2017, tables 1 and 2.

    >>> ladders()["nh3n"].texts
    ('0.02', '0.10', '0.50', '1.50')
    """
    rows: dict[str, list[library.Limit]] = {}
    for limit in library.get(NUMBER).limits:
        rows.setdefault(limit.item, []).append(limit)
    return {item: ladder(limits, CLASSES[:4], PLACES) for item, limits in rows.items()}


def judge(sample: Mapping[str, int | None]) -> Verdict:
    """The class of one sample: that of its worst item, V beyond class IV.

    ``sample`` holds values by item in whole millionths of the item's own unit (mg/L or µg/L as the table has it; pH of
    one); None or negative is missing. "Not detected" is 0. Source: GB/T 14848-2017, tables 1 and 2 (grade C).

    >>> verdict = judge({"nh3n": 400_000, "as": 20_000, "ph": 7_200_000})
    >>> verdict.decision, verdict.result["deciding"], verdict.unverified
    ('IV', ('as',), True)
    """
    placed: dict[str, int] = {}
    steps = []
    for item, value in sample.items():
        if value is None or value < 0:
            continue
        number, step = _ph(value) if item == "ph" else _item(item, value)
        placed[item] = number
        steps.append(step)
    if not placed:
        return Verdict(NUMBER, "", False, dict(sample), {}, reason="no item to judge by")
    worst = max(placed.values())
    deciding = tuple(item for item, number in placed.items() if number == worst)
    result = {"class": worst, "deciding": deciding, "items": placed}
    return Verdict(NUMBER, CLASSES[worst - 1], True, dict(sample), result, steps=tuple(steps))


def _item(item: str, value: int) -> tuple[int, Step]:
    if item not in ladders():
        raise LookupError(f"no item {item!r} in {NUMBER}; there are: {', '.join(ladders())}")
    rungs = ladders()[item]
    number = rungs.place(value)
    limits = "; ".join(f"{name} <= {text}" for name, text in zip(CLASSES, rungs.texts, strict=False))
    words = f"{format_scaled(value, PLACES)} {rungs.unit}: {CLASSES[number - 1]}"
    return number, Step(item, words, limits, rungs.clause, rungs.grade)


def _ph(value: int) -> tuple[int, Step]:
    rule = library.get(NUMBER).rules["ph"]
    number = len(CLASSES)
    for name, at in (("fourth", 4), ("best", 1)):
        low, high = (parse_scaled(text, PLACES) for text in rule[name])
        if low <= value <= high:
            number = at
    words = f"{format_scaled(value, PLACES)}: {CLASSES[number - 1]}"
    return number, Step("ph", words, rule["note"], rule["clause"], rule["grade"])
