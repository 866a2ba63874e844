"""Whether an indicator is met, from frozen figures and rules alone. Pure.

At mid-term an indicator is held against the year's own target where one is printed, else against the straight line from
the baseline (the year before the plan) to the target; at the end against the target. Values are thousandths.
"""

from typing import Any

from huanzhi.science.rounding import half_even, to_decimals

MET, NOT_MET, CANNOT, QUALITATIVE = "met", "not_met", "cannot", "qualitative"
VERDICTS = (MET, NOT_MET, CANNOT, QUALITATIVE)
FULL = 100_000  # 100 points, in thousandths
Found = dict[str, Any]


def judge(indicator: Found, inputs: Found, rules: Found) -> Found:
    """Verdict, what it was held against, the share of the way, points; or what lacks and who must say it."""
    base = {
        "no": indicator["no"],
        "binding": indicator["binding"],
        "weight": rules["indicators"]["weight"]["binding" if indicator["binding"] else "expected"],
        "who": indicator["owners"],
    }
    return base | _judged(indicator, inputs, rules)


def _judged(indicator: Found, inputs: Found, rules: Found) -> Found:
    if indicator["comparator"] == "qualitative":
        return _stated(indicator, rules)
    figure = next((row for row in indicator["figures"] if row["year"] == inputs["year"]), None)
    value: Any = figure["value_e3"] if figure else None
    reference: Any
    basis, comparator, reference = reference_of(indicator, inputs, rules)
    if lacks := _lacking(indicator, figure, basis):
        return _unknown(CANNOT, lacks, value, rules)
    if basis == "no-baseline":
        basis, comparator, reference = "target", indicator["comparator"], indicator["target_e3"]
        if not keeps(value, comparator, reference):
            return _unknown(CANNOT, "baseline", value, rules)
    met = keeps(value, comparator, reference)
    way = _way(indicator["baseline_e3"], value, reference)
    return {
        "verdict": MET if met else NOT_MET,
        "basis": basis,
        "value_e3": value,
        "reference_e3": reference,
        "comparator": comparator,
        "way": 100 if met else way,
        "points_e3": FULL if met else min(way or 0, rules["indicators"]["not_met_at_most"]) * 1000,
        "lacks": "",
    }


def reference_of(indicator: Found, inputs: Found, rules: Found) -> tuple[str, str, int | None]:
    """What the year's value is held against: basis, comparison, thousandths.

    The basis is `target`, `year-target`, `path`, `no-baseline`, or empty where there is no target at all.

    >>> said = {"comparator": "<=", "target_e3": 30_000, "baseline_e3": 42_000, "year_targets": {}}
    >>> period = {"kind": "mid-term", "year": 2023, "first_year": 2021, "last_year": 2025}
    >>> reference_of(said, period, {"against": {"mid-term": "path"}, "indicators": {"no_baseline": "target"}})
    ('path', '<=', 34800)
    """
    sign, target, year = (
        indicator["comparator"],
        indicator["target_e3"],
        min(inputs["year"], inputs["last_year"]),
    )
    own = indicator["year_targets"].get(str(year))
    at_the_end = rules["against"][inputs["kind"]] == "target" or year == inputs["last_year"]
    if own is not None and (not at_the_end or target is None):
        return "year-target", own["comparator"], own["value_e3"]
    if target is None:
        return "", sign, None
    if at_the_end:
        return "target", sign, target
    start = indicator["baseline_e3"]
    if start is None:
        none = rules["indicators"]["no_baseline"] != "target"
        return ("no-baseline", sign, None) if none else ("target", sign, target)
    span = inputs["last_year"] - inputs["first_year"] + 1
    gone = year - inputs["first_year"] + 1
    return "path", sign, to_decimals(start * (span - gone) + target * gone, span, 3)


def keeps(value: int, comparator: str, reference: int) -> bool:
    """Whether a value keeps what it is held against.

    >>> keeps(35_000, "<=", 34_800), keeps(90_000, ">=", 90_000)
    (False, True)
    """
    return {"<=": value <= reference, ">=": value >= reference, "=": value == reference}[comparator]


def _lacking(indicator: Found, figure: Found | None, basis: str) -> str:
    """Why there is no verdict, in a word of `plan.words.LACKS`; empty when there is one."""
    if not basis:
        return str(indicator["lacks"] or "number")
    if figure is None:
        return str(indicator["lacks"] or "readings")
    if figure["value_e3"] is None:
        return _empty(figure)
    if figure["over"] == "members" and figure["valid"] < figure["parts"]:
        return "results"
    return "days" if figure["whole"] and figure["valid"] < figure["needed"] else ""


def _empty(figure: Found) -> str:
    """Why a figure has no value, by what it is counted over."""
    if figure["over"] == "members":
        return "results" if figure["set"] else "sets"
    if figure["over"] == "days":
        return "days" if figure["set"] else "points"
    return "incomplete" if figure["parts"] else "rows"


def _way(start: int | None, value: int, reference: int) -> int | None:
    """The share of the way from the baseline to the reference that is gone, in per cent from 0 to 100.

    >>> _way(42_000, 38_000, 34_000), _way(42_000, 45_000, 34_000), _way(None, 1, 2), _way(100, 90, 100)
    (50, 0, None, 0)
    """
    if start is None:
        return None
    if start == reference:
        return 0
    sign = 1 if reference > start else -1
    return max(min(half_even(100 * sign * (value - start), abs(reference - start)), 100), 0)


def _stated(indicator: Found, rules: Found) -> Found:
    """An indicator in words: met or not as a finding with its document states."""
    finding = indicator["finding"]
    if finding is None:
        return _unknown(QUALITATIVE, "finding", None, rules)
    met = finding["verdict"] == MET
    return {
        "verdict": finding["verdict"],
        "basis": "finding",
        "value_e3": None,
        "reference_e3": None,
        "comparator": "",
        "way": 100 if met else None,
        "points_e3": FULL if met else 0,
        "lacks": "",
    }


def _unknown(verdict: str, lacks: str, value: int | None, rules: Found) -> Found:
    counts = rules["indicators"]["cannot"] == "not-met"
    return {
        "verdict": verdict,
        "basis": "",
        "value_e3": value,
        "reference_e3": None,
        "comparator": "",
        "way": None,
        "points_e3": 0 if counts else None,
        "lacks": lacks,
    }
