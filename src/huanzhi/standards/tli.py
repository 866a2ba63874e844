"""TLI: the trophic level of a lake or reservoir (综合营养状态指数). Chlorophyll is in mg/m³, depth in m."""

from collections.abc import Mapping
from math import log

from . import library

NUMBER = "TLI-2001"


def _rows() -> dict[str, Mapping[str, str]]:
    return {row["code"]: row for row in library.get(NUMBER).rules["index"]["rows"]}


def single(item: str, value: float) -> float:
    """The index of one item: 10 (a + b ln x), x in the item's unit (``chla`` mg/m³; ``tp, tn, codmn`` mg/L; ``sd`` m).

    Raises LookupError for another item, ValueError for a value that is not above zero.

    >>> round(single("chla", 10.0), 2), round(single("tp", 0.05), 2), round(single("sd", 0.5), 2)
    (50.01, 45.71, 64.63)
    """
    rows = _rows()
    if item not in rows:
        raise LookupError(f"no item {item!r} in {NUMBER}; there are: {', '.join(rows)}")
    if not value > 0:
        raise ValueError(f"{item}: {value} is not above zero")
    return 10 * (float(rows[item]["a"]) + float(rows[item]["b"]) * log(value))


def index(sample: Mapping[str, float | None]) -> float | None:
    """The comprehensive index: the weighted mean of all five items; None when one of them is missing.

    >>> sample = {"chla": 20.0, "tp": 0.08, "tn": 1.5, "sd": 0.5, "codmn": 5.0}
    >>> round(index(sample), 2), grade(index(sample))
    (56.24, ('轻度富营养', 'lightly eutrophic'))
    >>> index({"chla": 20.0}) is None
    True
    """
    rows = _rows()
    values = {item: sample.get(item) for item in rows}
    if any(value is None for value in values.values()):
        return None
    total = sum(float(row["weight"]) for row in rows.values())
    return (
        sum(float(rows[item]["weight"]) * single(item, value or 0.0) for item, value in values.items())
        / total
    )


def grade(value: float | None) -> tuple[str, str]:
    """The grade of an index, Chinese and English; ValueError for None.

    >>> [grade(v)[1] for v in (29.99, 30.0, 50.0, 50.01, 70.0, 70.01)]  # doctest: +NORMALIZE_WHITESPACE
    ['oligotrophic', 'mesotrophic', 'mesotrophic', 'lightly eutrophic', 'moderately eutrophic', 'highly eutrophic']
    """
    if value is None:
        raise ValueError("no index to grade")
    for row in library.get(NUMBER).rules["grades"]["rows"]:
        if ("below" in row and value < row["below"]) or ("up_to" in row and value <= row["up_to"]):
            return row["zh"], row["en"]
    last = library.get(NUMBER).rules["grades"]["rows"][-1]
    return last["zh"], last["en"]
