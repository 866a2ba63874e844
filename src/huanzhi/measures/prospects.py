"""A figure's prospects in words: the chance, how such chances turned out, and where the gap comes from (达标前景)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from huanzhi.measures.gap import Group, Part, by_month, most
from huanzhi.measures.measure import find
from huanzhi.measures.models import Figure
from huanzhi.measures.words import number, short, unit

ONE_PLACE = 1
MOST = 12  # members that are named
MEMBER_UNIT = gettext_noop("by weight")


@dataclass(frozen=True)
class Prospects:
    """What a page shows: the chance as kept, a sentence for a leader, the method and its record, the gap's parts."""

    chance: dict[str, Any] | None
    leader: str
    method: str
    record: str
    months: list[Part] = field(default_factory=list)
    named: list[str] = field(default_factory=list)
    groups: list[Group] = field(default_factory=list)


def prospects(figure: Figure) -> Prospects | None:
    """The prospects of a computed figure that has a target; None for another."""
    if (
        figure.manual
        or figure.target_e3 is None
        or figure.value_e3 is None
        or figure.comparator not in ("<=", ">=", "=")
    ):
        return None
    told = figure.outlook.get("chance")
    months = (
        by_month(figure.kind, figure.series, figure.comparator, figure.target_e3)
        if figure.over == "days"
        else []
    )
    named, share = most(months)
    declared = find(figure.measure).gap
    groups = declared(figure) if declared else [_members(figure)]
    return Prospects(
        told,
        leader(figure, named, share),
        _method(figure, told) if told else _("Former years are too few to tell a chance."),
        _record(told) if told else "",
        months,
        [part.key for part in named],
        [group for group in groups if group.parts],
    )


def _members(figure: Figure) -> Group:
    """Of a share or ratio over members or records: those on the wrong side, each by how much it lacks."""
    wrong = []
    for key, value, weight in figure.series if figure.over in ("members", "records") else ():
        whole = 1000 if figure.kind == "share" else (weight or 0)
        if value is None or figure.kind not in ("share", "ratio"):
            continue
        away = value if figure.comparator == "<=" else whole - value
        if away > 0:
            wrong.append(Part(figure.label(key)[0], away, 0))
    wrong.sort(key=lambda part: (-part.away_e3, part.key))
    return Group(_("those on the wrong side"), wrong[:MOST], unit=MEMBER_UNIT)


def leader(figure: Figure, named: list[Part], share: int) -> str:
    """One sentence: how likely, by how much it is away, and what that comes from."""
    told = figure.outlook.get("chance")
    said = []
    if told:
        said.append(chance_words(figure))
    away = abs((figure.value_e3 or 0) - (figure.target_e3 or 0))
    kept = not _wrong_side(figure)
    words = {
        "away": number(away, _places(figure)),
        "unit": unit(figure),
        "target": short(figure.target_e3),
    }
    if kept:
        said.append(_("as of now it keeps the target of %(target)s %(unit)s") % words)
    else:
        said.append(_("as of now it is %(away)s %(unit)s away from the target of %(target)s") % words)
    if named and not kept:
        months = "、".join(date_format(date.fromisoformat(f"{part.key}-01"), "F") for part in named)
        said.append(
            _("%(share)s %% of what is on the wrong side comes from %(months)s")
            % {"share": share, "months": months}
        )
    sentence = _("; ").join(said)
    return sentence[:1].upper() + sentence[1:] + _(".")


def open_chance(figure: Figure) -> str:
    """The chance in words while it is still open; empty for a year that is over, or where none is told."""
    return chance_words(figure) if (figure.outlook.get("chance") or {}).get("rests_on") else ""


def chance_words(figure: Figure) -> str:
    """The chance in words, with the year for which it is told; empty where none is told."""
    told = figure.outlook.get("chance")
    if not told:
        return ""
    words = {"due": told["due"], "percent": told["percent"]}
    if not told["rests_on"]:
        return (_("%(due)s kept its target") if told["percent"] else _("%(due)s missed its target")) % words
    return _("the chance to meet the target in %(due)s is about %(percent)s %%") % words


def _places(figure: Figure) -> int:
    """Decimals of what a figure is away by, and of where it ends: one more than none, but for a count."""
    return 0 if figure.kind == "count" else max(figure.decimals, ONE_PLACE)


def _wrong_side(figure: Figure) -> bool:
    value, target = figure.value_e3 or 0, figure.target_e3 or 0
    return {"<=": value > target, ">=": value < target, "=": value != target}[figure.comparator]


def _method(figure: Figure, told: dict[str, Any]) -> str:
    """How the chance was reckoned, with the middle four fifths of the ends."""
    if not told["rests_on"]:
        return _("Nothing is open any more: there is nothing left to guess.")
    words = {
        "n": told["rests_on"],
        "due": told["due"],
        "low": number(told["low_e3"], _places(figure)),
        "high": number(told["high_e3"], _places(figure)),
        "unit": unit(figure),
    }
    if told["ahead"]:
        said = ngettext(
            "Reckoned from %(n)s yearly change seen so far, drawn in every way for each year to go; ",
            "Reckoned from %(n)s yearly changes seen so far, drawn in every way for each year to go; ",
            told["rests_on"],
        )
    elif figure.over == "days":
        said = ngettext(
            "Reckoned from the errors that the outlook made when tried on %(n)s former year; ",
            "Reckoned from the errors that the outlook made when tried on %(n)s former years; ",
            told["rests_on"],
        )
    else:
        said = ngettext(
            "Reckoned from %(n)s yearly change, each by the part of the year that is left; ",
            "Reckoned from %(n)s yearly changes, each by the part of the year that is left; ",
            told["rests_on"],
        )
    ends = _("the middle 80 %% of the ends lie between %(low)s and %(high)s %(unit)s in %(due)s.")
    modest = _("Half a year is added on either side, so that a short history never says “certain”.")
    return f"{(said + ends) % words} {modest}"


def _record(told: dict[str, Any]) -> str:
    """How such chances turned out on former years, beside the guess that it ends as it stands."""
    if not told["rests_on"]:
        return ""
    if not told["tried"]:
        return _("History is too short to try such chances on former years.")
    words = {
        "n": told["tried"],
        "ours": f"{told['brier_e4'] / 10_000:.2f}",
        "naive": f"{told['naive_e4'] / 10_000:.2f}",
    }
    said = ngettext(
        "Tried on %(n)s past case: Brier score %(ours)s, “as it stands” %(naive)s (0 is perfect, 0.25 a coin).",
        "Tried on %(n)s past cases: Brier score %(ours)s, “as it stands” %(naive)s (0 is perfect, 0.25 a coin).",
        told["tried"],
    )
    said = said % words
    return said if told["brier_e4"] <= told["naive_e4"] else f"{said} " + _("The naive guess did better.")
