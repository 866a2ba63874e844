"""What the sections of a report share: the content, names, and numbers with the address of their proof."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from huanzhi.measures.words import short
from huanzhi.plan.assessment.assessment import Assessment, Calculation
from huanzhi.plan.assessment.self_evaluation import SelfEvaluation
from huanzhi.plan.reports.blocks import Number, number

Found = dict[str, Any]
DASH = "—"


@dataclass(frozen=True)
class Told:
    """An assessment with the calculation that is reported."""

    assessment: Assessment
    calculation: Calculation
    content: Found

    @property
    def inputs(self) -> Found:
        """What it rests on."""
        return self.content["inputs"]  # type: ignore[no-any-return]

    @property
    def result(self) -> Found:
        """What was computed."""
        return self.content["result"]  # type: ignore[no-any-return]

    @cached_property
    def names(self) -> dict[str, str]:
        """Organisations by code."""
        return {row["code"]: row["name"] for row in self.inputs["organisations"]}

    @cached_property
    def own(self) -> list[SelfEvaluation]:
        """What organisations said of themselves."""
        return list(self.assessment.self_evaluations.select_related("organisation"))

    @property
    def simulated(self) -> bool:
        """Whether any figure or work in it is invented."""
        figures = (f for row in self.inputs["indicators"] for f in row["figures"])
        return any(f["simulated"] for f in figures) or any(row["simulated"] for row in self.inputs["works"])

    @property
    def indicators(self) -> list[tuple[Found, Found]]:
        """Every indicator with its result."""
        return list(zip(self.inputs["indicators"], self.result["indicators"], strict=True))

    @property
    def tasks(self) -> list[tuple[Found, Found]]:
        """Every task with its result."""
        return list(zip(self.inputs["tasks"], self.result["tasks"], strict=True))

    def address(self, part: str = "") -> str:
        """The page that shows the result, at a part of it."""
        return f"/desk/assessments/{self.assessment.pk}/" + (f"#{part}" if part else "")

    def bodies(self, codes: list[str]) -> str:
        """Names of organisations in a row; a dash where there is none."""
        return "、".join(self.names.get(code, code) for code in codes) or DASH


def count(told: Told, value: int, unit: str, name: str, part: str) -> Number:
    """A count, proved by that part of the assessment's page."""
    return number(str(value), unit, told.address(part), name)


def points(told: Told, value_e3: int, name: str) -> Number:
    """Points, proved by the assessment's page."""
    return number(short(value_e3), "", told.address(), name)


def figure(item: Found, row: Found) -> Number | str:
    """A year's figure, proved by what was frozen, or by the page that names its document; a dash without one."""
    if row["value_e3"] is None:
        return DASH
    year, code = row["year"], item["measure"]
    frozen = f"/desk/figures/{code}/frozen/{row['snapshot']}/?year={year}"
    page = frozen if row["snapshot"] else f"/desk/indicators/{item['no']}/?year={year}"
    return number(short(row["value_e3"]), item["unit"], page, f"indicator-{item['no']}-{year}")
