"""问题来源 Origins: what a problem came from, as `kind:key`, and what that is called."""

from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils.translation import gettext as _

# kind: (model, field of the key); a model that is not there is no origin
KINDS = {
    "blocker": ("plan.Blocker", "pk"),
    "answer": ("plan.Answer", "pk"),
    "indicator": ("plan.Indicator", "no"),
    "task": ("plan.Task", "code"),
    "project": ("plan.Project", "code"),
    "problem": ("plan.Problem", "pk"),
    "item": ("plan.RectificationItem", "code"),
    "case": ("work.Case", "number"),
}


def find(origin: str) -> Model | None:
    """What an origin names; ValueError names the kind or the key when it is none. Nothing for none."""
    if not origin:
        return None
    kind, _colon, key = origin.partition(":")
    if kind not in KINDS:
        raise ValueError(
            _("origin: “%(value)s” is no kind:key; kinds are %(kinds)s")
            % {"value": origin, "kinds": ", ".join(KINDS)}
        )
    label, field = KINDS[kind]
    try:
        found = _rows(label).filter(**{field: key}).order_by("-pk").first()
    except (LookupError, ValueError, ValidationError):
        found = None
    if found is None:
        raise ValueError(_("origin: there is no “%(value)s”") % {"value": origin})
    return found  # type: ignore[no-any-return]


def name_of(origin: str) -> str:
    """What it is called; the origin itself when it is not there any more."""
    try:
        found = find(origin)
    except ValueError:
        return origin
    return "" if found is None else str(found)


def _rows(label: str) -> Any:
    return apps.get_model(label)._default_manager
