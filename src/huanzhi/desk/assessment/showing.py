"""Rows of an assessment's tables, from its frozen content and from what organisations said of themselves."""

from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from huanzhi.desk.drawing import Spark, spark
from huanzhi.measures.words import short
from huanzhi.plan.assessment.self_evaluation import SelfEvaluation
from huanzhi.plan.assessment.words import BASES, VERDICTS, in_short, lacks, level_words, rule_words

Found = dict[str, Any]
LOOKS = {"met": "on_track", "not_met": "off_track"}
SIGNS = {"<=": "≤", ">=": "≥", "=": "="}


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator with its verdict, years, chart and own words."""

    item: Found
    result: Found
    years: list[tuple[int, str, int | None, str]]  # year, value, snapshot, document
    drawing: Spark | None
    own: list[tuple[SelfEvaluation, bool]]  # with whether it differs from what was computed
    who: list[str]

    @property
    def look(self) -> str:
        """The status whose look the verdict has."""
        return LOOKS.get(self.result["verdict"], "cannot_compute")

    @property
    def words(self) -> str:
        """The verdict in a word."""
        return str(VERDICTS[self.result["verdict"]])

    @property
    def against(self) -> str:
        """What the value was held against, with its sign."""
        if self.result["reference_e3"] is None:
            return ""
        return f"{SIGNS[self.result['comparator']]} {short(self.result['reference_e3'])}"

    @property
    def basis(self) -> str:
        """In words."""
        return str(BASES.get(self.result["basis"], ""))

    @property
    def short_lacks(self) -> str:
        """What lacks, in few words."""
        return in_short(self.result["lacks"])

    @property
    def lacks(self) -> str:
        """What lacks, in a sentence."""
        return lacks(self.result["lacks"]) if self.result["lacks"] else ""


def indicator_rows(
    content: Found, own: dict[str, list[SelfEvaluation]], codes: set[str] | None = None
) -> list[IndicatorRow]:
    """Every indicator, or those of some organisations."""
    names = {row["code"]: row["name"] for row in content["inputs"]["organisations"]}
    found = []
    for item, result in zip(content["inputs"]["indicators"], content["result"]["indicators"], strict=True):
        if codes is not None and not codes & set(item["owners"]):
            continue
        said = own.get(f"indicator:{item['no']}", [])
        found.append(
            IndicatorRow(
                item,
                result,
                [(f["year"], short(f["value_e3"]), f["snapshot"], f["document"]) for f in item["figures"]],
                _drawn(item),
                [(row, row.judgement != result["verdict"]) for row in said],
                [names[code] for code in item["owners"]],
            )
        )
    return found


def _drawn(item: Found) -> Spark | None:
    figures = [
        SimpleNamespace(year=f["year"], value_e3=f["value_e3"], outlook={}, kind=f["kind"])
        for f in item["figures"]
    ]
    return spark(figures, item["target_e3"], short(item["target_e3"]))


def task_rows(
    content: Found, own: dict[str, list[SelfEvaluation]], codes: set[str] | None = None
) -> list[Found]:
    """Tasks with their state as it counts, and what organisations said; of some organisations when asked for."""
    names = {row["code"]: row["name"] for row in content["inputs"]["organisations"]}
    found = []
    for item, result in zip(content["inputs"]["tasks"], content["result"]["tasks"], strict=True):
        answering = [code for code, role in item["roles"] if role != "supporting"]
        if codes is not None and not codes & set(answering):
            continue
        said = own.get(f"task:{item['code']}", [])
        found.append(
            {
                "item": item,
                "result": result,
                "who": [names.get(code, code) for code in answering],
                "own": [(row, row.judgement != result["state"]) for row in said],
            }
        )
    return found


def body_rows(content: Found, codes: set[str] | None = None) -> list[Found]:
    """Organisations in the printed order: never by rank."""
    names = {row["code"]: row["name"] for row in content["inputs"]["organisations"]}
    return [
        {**row, "name": names[row["code"]], "words": level_words(row["level"], content["rules"])}
        for row in content["result"]["organisations"]
        if codes is None or row["code"] in codes
    ]


def trigger_rows(content: Found, codes: set[str] | None = None) -> list[Found]:
    """Proposed talks with their rule and the facts in words."""
    names = {row["code"]: row["name"] for row in content["inputs"]["organisations"]}
    items = {f"indicator:{row['no']}": row for row in content["inputs"]["indicators"]}
    return [
        {
            **row,
            "name": names.get(row["organisation"], row["organisation"]),
            "words": rule_words(row["rule"], content["rules"]),
            "item": items.get(row["about"]),
        }
        for row in content["result"]["triggers"]
        if codes is None or row["organisation"] in codes
    ]
