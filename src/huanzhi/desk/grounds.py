"""What stands under an indicator's figure on its page: lacks, assigned targets, readings, what documents state."""

from typing import Any

from huanzhi.desk.forms_of_figures import Assigned
from huanzhi.ledger.verbs import Actor
from huanzhi.measures.measure import find
from huanzhi.measures.models import Figure
from huanzhi.plan.lacking import lacks_of
from huanzhi.plan.models import Indicator
from huanzhi.plan.queries import beside, stated_figure
from huanzhi.plan.readings import questions_of, readings, sets_today
from huanzhi.plan.words import question_text


def grounds(item: Indicator, figure: Figure | None, year: int, actor: Actor) -> dict[str, Any]:
    """For the template."""
    code = beside(item.measure)
    stated = stated_figure(item, year) if code and not (figure and figure.manual) else None
    read = readings(item)
    said: dict[str, Any] = {
        "wanting": lacks_of(item, figure),
        "stated": stated,
        "stated_code": code,
        "stated_differs": bool(stated and figure and figure.value_e3 not in (None, stated.value_e3)),
        "findings": item.findings.all() if item.comparator == "qualitative" else [],
        "read": read,
    }
    if read:
        said |= {
            "sets_today": sets_today(item, figure),
            "read_questions": [(q, question_text(q)) for q in questions_of(item)],
        }
    if item.assigned:
        sense = find(item.measure).sense if item.measure else ">="
        said |= {
            "assigned": list(item.assigned_targets.all()),
            "may_assign": actor.may("plan.assign-target"),
            "assign_form": Assigned(initial={"comparator": sense, "year": item.document.last_year}),
        }
    return said
