"""Means of surface water: months, quarters and years of a section, and basins with few sections."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import log10
from typing import Literal

from huanzhi.science.rounding import half_even

from .. import library
from ..verdict import Step, Verdict
from .rules import CLASSES, NUMBER, PLACES, Kind
from .sample import judge
from .status import basin_status, section_status

Sample = Mapping[str, int | None]
Span = Literal["month", "quarter", "year"]
ONE = 10**PLACES


def mean(samples: Sequence[Sample]) -> dict[str, int | None]:
    """Item by item the arithmetic mean of what is there, whole millionths (half to even); pH by its hydrogen ions.

    What lies below detection goes in as half the limit of detection, as the laboratory reports it (grade M).

    >>> mean([{"tp": 100_000, "ph": 7_000_000}, {"tp": 300_000, "ph": 8_000_000}, {"tp": None}])
    {'tp': 200000, 'ph': 7259637}
    """
    found: dict[str, list[int]] = {}
    for sample in samples:
        for item, value in sample.items():
            there = found.setdefault(item, [])
            if value is not None and value >= 0:
                there.append(value)
    return {item: _mean_of(item, values) for item, values in found.items()}


def _mean_of(item: str, values: list[int]) -> int | None:
    if not values:
        return None
    if item == "ph":
        ions = sum(10 ** (-value / ONE) for value in values) / len(values)
        return round(-log10(ions) * ONE)
    return half_even(sum(values), len(values))


def judge_period(
    samples: Sequence[Sample], span: Span, kind: Kind = "river", target: int | None = None
) -> Verdict:
    """The class of a section over a month, quarter or year, by the means of its samplings.

    Not evaluable with fewer samplings than the span needs (month 1, quarter 2, year 8: grade M). Otherwise what
    :func:`judge` gives for the means. Source: 环办〔2011〕22号.

    >>> judge_period([{"tp": 150_000}, {"tp": 270_000}], "quarter").decision
    'IV'
    >>> judge_period([{"tp": 150_000}], "quarter").reason
    '1 of at least 2 samplings'
    """
    rule = library.get(NUMBER).rules["periods"]
    there = [
        sample for sample in samples if any(value is not None and value >= 0 for value in sample.values())
    ]
    if len(there) < rule[span]:
        return Verdict(
            NUMBER,
            "",
            False,
            {"samples": len(there)},
            {},
            reason=f"{len(there)} of at least {rule[span]} samplings",
        )
    verdict = judge(mean(there), kind, target)
    how = Step(
        "mean", f"{len(there)} samplings of a {span}", "arithmetic mean", rule["clause"], rule["grade"]
    )
    return replace(verdict, steps=(how, *verdict.steps))


def judge_basin(sections: Mapping[str, Sample], kind: Kind = "river") -> Verdict:
    """The status of a river or basin (水质状况): from five sections by their classes, below by the means of the items.

    The decision is the status in Chinese; the result holds ``status`` (both languages), the ``class`` of the mean where
    there are few sections, the ``classes`` of all, and ``shares`` (exact, of those judged) of each class. Sections
    without a value are not judged and named in the flags. Source: 环办〔2011〕22号.

    >>> good, bad = {"tp": 90_000}, {"tp": 500_000}
    >>> judge_basin({"a": good, "b": bad}).decision, judge_basin(dict(zip("abcdef", [good] * 5 + [bad]))).decision
    ('轻度污染', '良好')
    """
    verdicts = {name: judge(sample, kind) for name, sample in sections.items()}
    classes = {name: verdict.decision for name, verdict in verdicts.items() if verdict.evaluable}
    flags = tuple(f"{name}: nothing to judge by" for name in sections if name not in classes)
    if not classes:
        return Verdict(NUMBER, "", False, dict(sections), {}, flags, reason="no section to judge by")
    rules = library.get(NUMBER).rules
    few = len(classes) < rules["method"]["few_sections"]
    shares = _shares(list(classes.values()))
    result: dict[str, object] = {"classes": classes, "shares": shares}
    if few:
        averaged = judge(mean([sections[name] for name in classes]), kind)
        status = section_status(averaged.decision)
        result |= {"class": averaged.decision}
        words = f"mean of {len(classes)} sections: {averaged.decision}"
    else:
        status = basin_status(list(classes.values()))
        words = "; ".join(f"{name} {share}" for name, share in shares.items())
    method = rules["method" if few else "basin_status"]
    step = Step("basin", words, method["note"], method["clause"], method["grade"])
    result["status"] = status
    return Verdict(NUMBER, status[0], True, dict(sections), result, flags, steps=(step,))


def _shares(classes: list[str]) -> dict[str, Fraction]:
    return {name: Fraction(classes.count(name), len(classes)) for name in CLASSES if name in classes}
