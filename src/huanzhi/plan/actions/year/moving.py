"""A step of an annual plan as the table of the flow has it; what the table does not know is refused."""

from django.utils.translation import gettext as _

from huanzhi.plan.actions import Refused
from huanzhi.plan.year.annual_plan import AnnualPlan, YearState
from huanzhi.plan.year.flow import flow


def moved(plan: AnnualPlan, verb: str) -> AnnualPlan:
    """The plan, locked and read again, in the state that the verb leads to; the caller saves it."""
    held = AnnualPlan.objects.select_for_update(of=("self",)).select_related("document").get(pk=plan.pk)
    step = flow().step(verb, held.state)
    if step is None:
        words = {"plan": held, "state": YearState(held.state).label, "verb": verb}
        raise Refused(_("%(plan)s is %(state)s: %(verb)s leads nowhere from there") % words)
    held.state = step.end
    return held


def needed(**said: str) -> None:
    """Refused, naming what was left empty."""
    if missing := [name for name, words in said.items() if not words.strip()]:
        raise Refused(_("missing: %(names)s") % {"names": ", ".join(missing)})
