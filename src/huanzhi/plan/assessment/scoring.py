"""打分 scoring: results of indicators, tasks and organisations from plain inputs and an edition's rules. Pure.

No clock, no database: the same inputs and rules give the same result, now and in ten years. Points are thousandths of
a point, integers, rounded by GB/T 8170; None means that there is nothing to count, never nought.
"""

from collections import Counter
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from huanzhi.plan.assessment.judging import VERDICTS, judge
from huanzhi.plan.assessment.triggers import proposals
from huanzhi.science.rounding import half_even, to_decimals

Found = dict[str, Any]
LATE = ("late", "unanswered")
UNREPORTED = "unreported"
STATES = ("done", "underway", "held_up", UNREPORTED, "unasked")


def score(inputs: Found, rules: Found) -> Found:
    """The whole result: verdicts, points of tasks and works, parts and score over all, organisations, triggers."""
    indicators = [judge(row, inputs, rules) for row in inputs["indicators"]]
    tasks = [_task(row, inputs["kind"], rules) for row in inputs["tasks"]]
    works = [_work(row, inputs["kind"], rules) for row in inputs["works"]]
    rows = {"indicators": indicators, "tasks": tasks, "works": works}
    rows |= {
        "rounds": [_asked(row, rules) for row in inputs["rounds"]],
        "rectification": [_item(row, rules) for row in inputs["rectification"]],
    }
    bodies = [_organisation(row["code"], rows, rules) for row in inputs["organisations"]]
    result: Found = {"indicators": indicators, "tasks": tasks, "works": works}
    result |= {"organisations": bodies, "overall": _total(rows, rules), "counts": _counts(rows)}
    return result | {"triggers": proposals(result, rules)}


def _task(task: Found, kind: str, rules: Found) -> Found:
    """The state that counts, and its points; without evidence no more than the rules allow."""
    said = rules["tasks"]
    late = task["known"] == "later" and said["later_reports"] == "ignore"
    state = UNREPORTED if late else task["state"]
    if state == UNREPORTED and not task["asked"] and said["unasked"] == "leave-out":
        state = "unasked"
    proved = task["evidence"] > 0
    points = said["points"][kind].get(state)
    if points is not None and not proved:
        points = min(points, said["unproved_at_most"])
    weight = max((said["weight"][role] for _body, role in task["roles"] if role in said["weight"]), default=1)
    return {
        "code": task["code"],
        "state": state,
        "known": task["known"],
        "proved": proved,
        "points_e3": None if points is None else points * 1000,
        "weight": weight,
        "roles": task["roles"],
    }


def _work(work: Found, kind: str, rules: Found) -> Found:
    """Points by stage; none where nobody has said the stage."""
    points = rules["works"]["points"][kind].get(work["stage"])
    return {
        "code": work["code"],
        "stage": work["stage"],
        "points_e3": None if points is None else points * 1000,
        "weight": 1,
        "who": [work["owner"]] if work["owner"] else [],
    }


def _asked(row: Found, rules: Found) -> Found:
    return row | {"points_e3": rules["rounds"]["points"][row["how"]] * 1000, "weight": 1}


def _item(row: Found, rules: Found) -> Found:
    return row | {"points_e3": rules["rectification"]["points"][row["state"]] * 1000, "weight": 1}


def _part(rows: Iterable[Found], weights: Iterable[int] = ()) -> Found:
    """A part of a score: how many count, of how many, their weighted mean of points to one decimal."""
    held = list(rows)
    given = list(weights) or [row["weight"] for row in held]
    counted = [(row, w) for row, w in zip(held, given, strict=True) if row["points_e3"] is not None]
    weight = sum(w for _row, w in counted)
    total = sum(row["points_e3"] * w for row, w in counted)
    return {
        "all": len(held),
        "counted": len(counted),
        "weight": weight,
        "of_weight": sum(given),
        "points_e3": to_decimals(total, weight, 1) if weight else None,
    }


def _whole(parts: dict[str, Found], rules: Found) -> Found:
    """The parts and their weighted mean, without those with nothing to count; too little counted gives no level."""
    there = [name for name, part in parts.items() if part["points_e3"] is not None]
    weight = sum(rules["parts"][name] for name in there)
    total = sum(rules["parts"][name] * parts[name]["points_e3"] for name in there)
    points = to_decimals(total, weight, 1) if weight else None
    covers = _covers(parts, rules["parts"])
    enough = covers >= rules["levels"]["cover_at_least"]
    return {
        "parts": parts,
        "points_e3": points,
        "covers": covers,
        "level": level_of(points if enough else None, rules),
    }


def _covers(parts: dict[str, Found], weights: dict[str, int]) -> int:
    """Per cent of what there is that counts: by the weights of the parts, within each by those of its rows.

    >>> half = {"weight": 1, "of_weight": 2}
    >>> _covers({"a": half, "b": {"weight": 0, "of_weight": 0}}, {"a": 50, "b": 50})
    50
    """
    there = {name: part for name, part in parts.items() if part["of_weight"]}
    share = sum((Fraction(weights[n] * p["weight"], p["of_weight"]) for n, p in there.items()), Fraction(0))
    whole = share * 100 / (sum(weights[name] for name in there) or 1)
    return half_even(whole.numerator, whole.denominator)


def level_of(points_e3: int | None, rules: Found) -> str:
    """The code of the level that so many points reach; empty without points.

    >>> level_of(85_000, {"level": [{"code": "good", "from": 80}, {"code": "fail", "from": 0}]})
    'good'
    """
    if points_e3 is None:
        return ""
    return next((row["code"] for row in rules["level"] if points_e3 >= row["from"] * 1000), "")


def _total(rows: dict[str, list[Found]], rules: Found) -> Found:
    return _whole({name: _part(held) for name, held in rows.items()}, rules)


def _counts(rows: dict[str, list[Found]]) -> Found:
    verdicts = Counter(row["verdict"] for row in rows["indicators"])
    states = Counter(row["state"] for row in rows["tasks"])
    return {
        "indicators": {name: verdicts[name] for name in VERDICTS},
        "tasks": {name: states[name] for name in STATES},
        "proved": sum(row["proved"] for row in rows["tasks"]),
    }


def _organisation(code: str, rows: dict[str, list[Found]], rules: Found) -> Found:
    """An organisation over what it answers for: supporting a task does not count."""
    roles = rules["tasks"]["weight"]
    part_in = [(row, dict(map(tuple, row["roles"])).get(code)) for row in rows["tasks"]]
    tasks = [(row, role) for row, role in part_in if role in roles]
    own = {
        "indicators": [row for row in rows["indicators"] if code in row["who"]],
        "tasks": [row for row, _role in tasks],
        "works": [row for row in rows["works"] if code in row["who"]],
        "rounds": [row for row in rows["rounds"] if row["organisation"] == code],
        "rectification": [row for row in rows["rectification"] if row["organisation"] == code],
    }
    weights = [roles[role] for _row, role in tasks]
    parts = {name: _part(held, weights if name == "tasks" else ()) for name, held in own.items()}
    return {"code": code, **_whole(parts, rules), "counts": _own_counts(own)}


def _own_counts(own: dict[str, list[Found]]) -> dict[str, int]:
    states = Counter(row["state"] for row in own["tasks"])
    verdicts = Counter(row["verdict"] for row in own["indicators"])
    items = Counter(row["state"] for row in own["rectification"])
    return {
        "tasks": len(own["tasks"]),
        **{name: states[name] for name in STATES},
        "indicators": len(own["indicators"]),
        **{name: verdicts[name] for name in VERDICTS},
        "asked": len(own["rounds"]),
        "late": sum(row["how"] in LATE for row in own["rounds"]),
        "rectification": len(own["rectification"]),
        "closed": items["closed"],
        "overdue": items["overdue"],
    }
