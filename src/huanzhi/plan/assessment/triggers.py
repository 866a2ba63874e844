"""约谈触发 triggers: which results propose a talk with whom, by which rule. Pure; a proposal is never a decision."""

from typing import Any

Found = dict[str, Any]


def proposals(result: Found, rules: Found) -> list[Found]:
    """Proposals in the order of the rules: rule, about what, which organisation, and the facts that triggered it."""
    found: list[Found] = []
    for rule in rules["trigger"]:
        found += _of_indicators(result, rule) if rule["about"] == "indicator" else _of_bodies(result, rule)
    return found


def _of_indicators(result: Found, rule: Found) -> list[Found]:
    hit = [
        row
        for row in result["indicators"]
        if row["verdict"] == rule["verdict"] and row["binding"] == rule["binding"]
    ]
    return [
        {
            "rule": rule["code"],
            "about": f"indicator:{row['no']}",
            "organisation": code,
            "facts": {name: row[name] for name in ("value_e3", "reference_e3", "basis")},
        }
        for row in hit
        for code in row["who"]
    ]


def _of_bodies(result: Found, rule: Found) -> list[Found]:
    """Organisations of whose things so many per cent or more are so; too few things propose nothing."""
    found = []
    for body in result["organisations"]:
        part, whole = body["counts"][rule["count"]], body["counts"][rule["of"]]
        if whole and whole >= rule["fewest"] and 100 * part >= rule["at_least"] * whole:
            facts = {"part": part, "of": whole}
            found.append(
                {
                    "rule": rule["code"],
                    "about": f"organisation:{body['code']}",
                    "organisation": body["code"],
                    "facts": facts,
                }
            )
    return found
