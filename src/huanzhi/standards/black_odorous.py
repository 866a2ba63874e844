"""Black and odorous water (黑臭水体): in towns mild or severe by the worst of four items, in villages yes or no.

Unverified.
"""

from collections.abc import Mapping

from huanzhi.science.decimals import format_scaled, parse_scaled

from . import library
from .verdict import Step, Verdict

NUMBER, PLACES = "BOW-2015", 3
NEITHER, MILD, SEVERE, BLACK = "neither", "mild", "severe", "black"


def judge(sample: Mapping[str, int | None], depth_cm: int | None = None) -> Verdict:
    """The grade of a sampling: the worst of its items; not evaluable without any.

    Parameters
    ----------
    sample : thousandths of cm (``transparency``), mg/L (``do``, ``nh3n``), mV (``orp``); None is missing.
    depth_cm : the water's depth where it is shallow: transparency is then held against a share of it.

    Source: guide of 2015 (grade C, part of it memory: unverified).

    >>> judge({"do": 1_500, "nh3n": 9_000}).decision, judge({"nh3n": 15_001}).decision, judge({"do": 3_000}).decision
    ('mild', 'severe', 'neither')
    """
    rules = library.get(NUMBER).rules["urban"]
    rows = {row["code"]: row for row in rules["rows"]}
    if unknown := set(sample) - set(rows):
        raise LookupError(f"no item {sorted(unknown)[0]!r} in {NUMBER}; there are: {', '.join(rows)}")
    found, steps = [], []
    for item, value in sample.items():
        if value is None:
            continue
        row = dict(rows[item])
        if item == "transparency" and depth_cm is not None and depth_cm < rules["shallow_cm"]:
            row["mild"] = format_scaled(depth_cm * rules["shallow_percent"] * 10)
        found.append(_grade(row, value))
        words = f"{format_scaled(value, PLACES)} {row['unit']}: {found[-1]}"
        steps.append(Step(item, words, f"mild {row['mild']}, severe {row['severe']}", NUMBER, rules["grade"]))
    if not found:
        return Verdict(NUMBER, "", False, dict(sample), {}, reason="no item to judge by")
    worst = max(found, key=(NEITHER, MILD, SEVERE).index)
    return Verdict(NUMBER, worst, True, dict(sample), {}, steps=tuple(steps))


def _grade(row: Mapping[str, str], value: int) -> str:
    mild, severe = parse_scaled(row["mild"], PLACES), parse_scaled(row["severe"], PLACES)
    if row["sense"] == "low":
        return SEVERE if value < severe else MILD if value < mild else NEITHER
    return SEVERE if value > severe else MILD if value > mild else NEITHER


def judge_rural(sample: Mapping[str, int | None], depth_cm: int | None = None) -> Verdict:
    """Whether a village's water is black and odorous (农村黑臭水体): one item worse than its bound is enough.

    Shapes and units as for :func:`judge`; there is no potential. Source: guide of 2019 (grade M: unverified).

    >>> judge_rural({"do": 1_900}).decision, judge_rural({"do": 2_000, "nh3n": 15_000}).decision
    ('black', 'neither')
    """
    rules = library.get(NUMBER).rules["rural"]
    rows = {row["code"]: row for row in rules["rows"]}
    if unknown := set(sample) - set(rows):
        raise LookupError(f"no item {sorted(unknown)[0]!r} for villages; there are: {', '.join(rows)}")
    steps, black = [], False
    for item, value in sample.items():
        if value is None:
            continue
        row = rows[item]
        bound = parse_scaled(row["black"], PLACES)
        if item == "transparency" and depth_cm is not None and depth_cm < rules["shallow_cm"]:
            bound = depth_cm * rules["shallow_percent"] * 10
        worse = value < bound if row["sense"] == "low" else value > bound
        black = black or worse
        words = f"{format_scaled(value, PLACES)} {row['unit']}: {BLACK if worse else NEITHER}"
        sign = "<" if row["sense"] == "low" else ">"
        steps.append(Step(item, words, f"black {sign} {format_scaled(bound)}", NUMBER, rules["grade"]))
    if not steps:
        return Verdict(NUMBER, "", False, dict(sample), {}, reason="no item to judge by")
    return Verdict(NUMBER, BLACK if black else NEITHER, True, dict(sample), {}, steps=tuple(steps))
