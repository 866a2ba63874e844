"""Sources of drinking water (集中式生活饮用水地表水源地): class III of table 1, and the limits of tables 2 and 3."""

from collections.abc import Mapping

from huanzhi.science.decimals import format_scaled

from .. import library
from ..verdict import Step, Verdict
from .rules import NUMBER, PLACES, Kind, compiled, number_of
from .sample import judge

SPARE = 3  # decimals that a limit may have beyond those of the sample


def judge_source(sample: Mapping[str, int | None], kind: Kind = "river", places: int = PLACES) -> Verdict:
    """Whether a source keeps every limit that its sample has a value for (达标).

    ``sample`` holds whole millionths of mg/L (pH of one) by item of any of the three tables; None or negative is
    missing. With ``places`` 7 and more they are finer: the limit of benzo(a)pyrene is 0.0000028 mg/L. The result names
    what is ``over``, and what of tables 2 and 3 was ``not_measured``: a monthly check asks for table 2, a yearly one
    for all. Source: GB 3838-2002, tables 1 to 3 (items 57 to 80 grade C), sections 4 to 6.

    >>> verdict = judge_source({"do": 6_000_000, "nh3n": 300_000, "so4": 260_000_000})
    >>> verdict.decision, verdict.result["over"]
    ('exceeded', ('so4',))
    >>> judge_source({"benzo_a_pyrene": 28}, places=7).decision, judge_source({"benzo_a_pyrene": 29}, places=7).decision
    ('kept', 'exceeded')
    """
    finer = 10 ** (places - PLACES)
    basic = {
        item: value if value is None else _coarser(value, finer, item)
        for item, value in sample.items()
        if item in _basic(kind)
    }
    extra = {limit.item: limit for limit in library.get(NUMBER).limits if limit.category == "source"}
    if unknown := set(sample) - set(basic) - set(extra) - compiled(kind).excluded:
        raise LookupError(f"no item {sorted(unknown)[0]!r} in {NUMBER}")
    first = judge(basic, kind)
    reference = number_of(library.get(NUMBER).rules["method"]["reference_class"])
    over = [item for item, number in first.result.get("items", {}).items() if number > reference]
    steps, judged = list(first.steps), first.evaluable
    for item, limit in extra.items():
        value = sample.get(item)
        if value is None or value < 0:
            continue
        judged = True
        words = f"{format_scaled(value, places)} {limit.unit}"
        steps.append(Step(item, words, f"<= {limit.text} {limit.unit}", limit.clause, limit.grade))
        if value * 10**SPARE > limit.scaled(places + SPARE):
            over.append(item)
    if not judged:
        return Verdict(NUMBER, "", False, dict(sample), {}, reason="no item to judge by")
    missing = tuple(item for item in extra if sample.get(item) is None)
    result = {"over": tuple(over), "not_measured": missing}
    return Verdict(NUMBER, "exceeded" if over else "kept", True, dict(sample), result, steps=tuple(steps))


def _coarser(value: int, finer: int, item: str) -> int:
    """Towards the worse side, so that a value just over a limit stays over it."""
    return value // finer if item.startswith("do") else -(-value // finer)


def _basic(kind: Kind) -> set[str]:
    return {"ph", "do_saturation", *compiled(kind).ladders}
