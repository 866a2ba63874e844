"""Duties in words: how often, what proves them, how they stand, where their subject has a page."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huanzhi.kit.register import find
from huanzhi.work.obligation import Obligation, Outcome

EVERY = {
    "year": gettext_lazy("every year"),
    "half": gettext_lazy("every half-year"),
    "quarter": gettext_lazy("every quarter"),
    "month": gettext_lazy("every month"),
    "week": gettext_lazy("every week"),
    "once": gettext_lazy("once"),
    "own-day": gettext_lazy("once"),
}
PROOFS = {
    "file": gettext_lazy("a file"),
    "reading": gettext_lazy("a reading"),
    "inspection": gettext_lazy("an inspection"),
    "case": gettext_lazy("a closed case"),
    "record": gettext_lazy("what is done where it is asked"),
}
SOON = 7  # days


@dataclass(frozen=True)
class Stand:
    """How a duty stands: a look of the status chips (none for what is simply to come), and words."""

    look: str
    words: str


def stand(duty: Obligation, today: date) -> Stand:
    """In one word, or in days."""
    if duty.outcome == Outcome.PROVED:
        return Stand("ok", _("proved after its day") if duty.proved_late else _("proved"))
    if duty.outcome == Outcome.WAIVED:
        return Stand("", _("let go"))
    if duty.withdrawn:
        return Stand("", _("no longer due"))
    left = (duty.due_on - today).days
    if left < 0:
        return Stand("late", ngettext("%(n)s day late", "%(n)s days late", -left) % {"n": -left})
    if left == 0:
        return Stand("risk", _("due today"))
    words = ngettext("%(n)s day left", "%(n)s days left", left) % {"n": left}
    return Stand("risk" if left <= SOON else "", words)


def every(duty: Obligation) -> str:
    """How often it comes round."""
    if duty.terms["every"] == "after-proof":
        return _("%(n)s days after the last proof") % {"n": duty.terms["days"]}
    return str(EVERY[duty.terms["every"]])


def subject_page(key: str) -> str:
    """The address of what a duty is about; nothing when it has no page."""
    kind, _colon, code = key.partition(":")
    pages: dict[str, Any] = {
        "device": ("desk:device", code),
        "task": ("desk:task", code.rpartition("/")[2]),
        "organisation": ("desk:department", code),
        "plan": ("desk:outline",),
        "round": ("desk:round", code.partition("/")[0]),
        "asked": ("desk:asked", code.partition("/")[0]),
    }
    if kind in pages:
        name, *args = pages[kind]
        return reverse(name, args=args)
    try:
        find(kind)
    except LookupError:
        return ""
    return reverse("kit:record", args=[kind, code])
