"""What stood and came out otherwise, and why a value does not count, in words."""

import re
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huanzhi.desk.instruments.words import BASES, factor_name
from huanzhi.monitoring.models import Change, Standing
from huanzhi.science.decimals import format_scaled

REASONS: list[tuple[str, Any]] = [
    (r"the source stood still", gettext_lazy("the source stood still")),
    (r"the reading does not count", gettext_lazy("the reading does not count")),
    (r"no limit", gettext_lazy("no limit binds it")),
    (r"no value that can be compared", gettext_lazy("no value that can be compared")),
    (r"no discharge", gettext_lazy("no discharge")),
    (r"nothing came", gettext_lazy("nothing came")),
    (
        r"(?P<good>\d+) of at least (?P<needed>\d+) valid minutes",
        gettext_lazy("%(good)s of at least %(needed)s valid minutes"),
    ),
    (
        r"(?P<good>\d+) of (?P<due>\d+) discharging hours valid, (?P<share>\d+) % needed",
        gettext_lazy("%(good)s of %(due)s discharging hours valid, %(share)s %% needed"),
    ),
    (
        r"(?P<good>\d+) of (?P<due>\d+) hours valid, (?P<share>\d+) % needed",
        gettext_lazy("%(good)s of %(due)s hours valid, %(share)s %% needed"),
    ),
    (
        r"limit (?P<code>\S+) is in (?P<unit>\S+), the values in (?P<kept>.+)",
        gettext_lazy("limit %(code)s is in %(unit)s, the values in %(kept)s"),
    ),
]


def reason_words(reason: str) -> str:
    """A reason in the reader's language; as it stands when it is none that we know."""
    for pattern, words in REASONS:
        if found := re.fullmatch(pattern, reason):
            return str(words) % found.groupdict()
    return reason


def change_words(row: Change) -> str:
    """A change as before → after; each with what it rests on where that is another thing."""
    name = f"{factor_name(row.factor)}: " if row.factor else ""
    other = row.before.get("basis") != row.after.get("basis")
    before, after = (_stood(held) + (_rests_on(held) if other else "") for held in (row.before, row.after))
    return f"{name}{before} → {after}"


def _rests_on(held: dict[str, Any]) -> str:
    """On what it rested: nothing for what is missing."""
    if not held.get("basis"):
        return ""
    words = _("(%(basis)s, %(n)s)") if held.get("count", 0) > 1 else _("(%(basis)s)")
    return words % {"basis": BASES.get(held["basis"], held["basis"]), "n": held.get("count")}


def _episode(held: dict[str, Any]) -> str:
    """An episode as a change keeps it."""
    ends = [
        timezone.localtime(parse_datetime(at)).strftime("%m-%d %H:%M") if at else "…"
        for at in (held["onset"], held.get("end"))
    ]
    peak = (
        "" if held.get("peak_e3") is None else _("peak %(value)s") % {"value": format_scaled(held["peak_e3"])}
    )
    return f"{ends[0]} – {ends[1]} {peak}".strip()


def _stood(held: dict[str, Any]) -> str:
    if not held:
        return _("nothing on record")
    if "onset" in held:
        return _episode(held)
    words = []
    if held.get("value_e3") is not None:
        words.append(format_scaled(held["value_e3"]))
    if held.get("aqi") is not None:
        words.append(f"AQI {held['aqi']}")
    if held.get("standing"):
        words.append(str(dict(Standing.choices).get(held["standing"], held["standing"])))
    if held.get("decision"):
        words.append(
            {"kept": _("within the limit"), "exceeded": _("over the limit")}.get(
                held["decision"], held["decision"]
            )
        )
    return " ".join(words) or _("nothing on record")
