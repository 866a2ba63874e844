"""What the two soil standards have in common: a content against a screening and a control value."""

from huanzhi.science.decimals import format_scaled

from .library import Limit
from .verdict import Step

PLACES = 4  # contents are whole ten-thousandths of mg/kg
LOW, RISK, HIGH = "below screening", "between screening and control", "above control"


def against(value: int, screening: Limit, control: Limit | None) -> tuple[str, tuple[Step, ...]]:
    """Where a content stands, with its steps; without a control value there is no high risk."""
    steps, decision = [_step("screening", value, screening)], LOW
    if value > screening.scaled(PLACES):
        decision = RISK
    if control is not None:
        steps.append(_step("control", value, control))
        if value > control.scaled(PLACES):
            decision = HIGH
    return decision, tuple(steps)


def _step(title: str, value: int, limit: Limit) -> Step:
    words = f"{format_scaled(value, PLACES)} {limit.unit}"
    return Step(title, words, f"<= {limit.text} {limit.unit}", limit.clause, limit.grade)
