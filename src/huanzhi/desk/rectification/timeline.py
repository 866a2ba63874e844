"""整改经过: an item's own steps and those of its case, in the order of time."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huanzhi.desk.casework.timeline import Happened
from huanzhi.desk.casework.timeline import timeline as of_case
from huanzhi.people.models import Organisation
from huanzhi.plan.models import ItemStep, RectificationItem

TOLD = {
    "plan.take-item": gettext_lazy("Item taken up"),
    "plan.propose-close": gettext_lazy("Closing proposed"),
    "plan.publish-close": gettext_lazy("Published for comments"),
    "plan.write-off": gettext_lazy("Written off"),
    "plan.reopen-item": gettext_lazy("Item opened again"),
}
MARKS = {
    "plan.take-item": "flag",
    "plan.write-off": "ok",
    "plan.reopen-item": "back",
    "plan.fail-close": "back",
}


def timeline(item: RectificationItem, user: Any) -> list[Happened]:
    """Everything that happened to it; what the case says stands between."""
    names = dict(Organisation.objects.visible_to(user).values_list("code", "name"))
    rows = [_step(step, names) for step in item.steps.all()]
    if item.case is not None:
        rows += of_case(item.case, user)
    return sorted(rows, key=lambda one: one.at)


def _step(step: ItemStep, names: dict[str, str]) -> Happened:
    facts = []
    if "case" in step.data:
        facts.append(_("case %(case)s") % {"case": step.data["case"]})
    if "until" in step.data:
        facts.append(
            _("comments until %(day)s, to %(where)s")
            % {"day": step.data["until"], "where": step.data["comments_to"]}
        )
    if "document" in step.data:
        facts.append(str(step.data["document"]))
    body = names.get(step.organisation, "")
    by = step.actor_name if step.actor_name != "system" else _("the system")
    look = {
        "plan.check-close": "ok",
        "plan.write-off": "ok",
        "plan.fail-close": "off",
        "plan.reopen-item": "off",
    }
    return Happened(
        step.at,
        _words(step),
        MARKS.get(step.verb, "hand"),
        f"{by} · {body}" if body else by,
        step.note,
        step.get_to_state_display(),
        facts=tuple(facts),
        look=look.get(step.verb, ""),
    )


def _words(step: ItemStep) -> str:
    if step.verb in TOLD:
        return str(TOLD[step.verb])
    passed, level = step.data.get("passed"), step.data.get("level")
    if level == 1:
        return _("First check passed") if passed else _("First check failed")
    return _("Second check passed") if passed else _("Second check failed")
