"""调整修订 An amendment of the plan as rows: what, which field, the old text and the new."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huanzhi.plan.models import Amendment

FIELDS = {
    "value": gettext_lazy("Target"),
    "target": gettext_lazy("Target as printed"),
    "comparator": gettext_lazy("Comparison"),
    "baseline": gettext_lazy("Baseline"),
    "unit": gettext_lazy("Unit"),
    "name": gettext_lazy("Name"),
    "owner": gettext_lazy("Who answers"),
    "title": gettext_lazy("Title"),
}
Row = tuple[str, str, str, str]


def rows(made: Amendment, names: dict[int, str]) -> list[Row]:
    """(what, field, before, after) of everything that an amendment changed; of an alias, whose it became.

    `names`: the indicators' names by their number.
    """
    about = made.question.about if made.question else ""
    if "indicator" in made.changes:
        about = f"indicator:{made.changes['indicator']}"
    if "alias" in made.changes:
        return [(made.changes["alias"], _("One organisation"), made.changes["alias"], made.changes["of"])]
    found: list[Row] = []
    for key, change in made.changes.items():
        if isinstance(change, dict):
            found += [_row(_what(key, names), name, pair) for name, pair in change.items()]
        elif isinstance(change, list):
            whole = ":" in key
            found.append(_row(_what(key if whole else about, names), "title" if whole else key, change))
    return found


def _what(about: str, names: dict[int, str]) -> str:
    kind, _sep, key = about.partition(":")
    if kind == "indicator" and key.isdigit():
        return f"{key} {names.get(int(key), '')}".strip()
    return key or about


def _row(what: str, name: str, pair: list[Any]) -> Row:
    return what, str(FIELDS.get(name, name)), _said(pair[0]), _said(pair[1])


def _said(value: Any) -> str:
    if isinstance(value, list):
        return "、".join(str(one) for one in value) or "—"
    return "—" if value in (None, "", "None") else str(value)
