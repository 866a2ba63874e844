"""A figure in a sentence: what it says about the year's end, and what the rest of the year must bring."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from huanzhi.measures.models import Figure
from huanzhi.science.decimals import format_scaled

REASONS = (
    gettext_noop("no valid day yet"),
    gettext_noop("no target number"),
    gettext_noop("kept"),
    gettext_noop("missed"),
    gettext_noop("not there yet"),
    gettext_noop("already more than the target allows"),
    gettext_noop("no former year to compare with"),
    gettext_noop("if the rest is like the same days of former years"),
)
SPENT = "already more than the target allows"
UNITS = (gettext_noop("d"),)


def unit(figure: Figure) -> str:
    """The unit as the reader writes it."""
    return _(figure.unit) if figure.unit else ""


def number(value_e3: int | None, decimals: int) -> str:
    """Thousandths as printed; an empty word when there is none."""
    return "" if value_e3 is None else str(Figure.in_unit(value_e3, decimals))


def short(value_e3: int | None) -> str:
    """Thousandths without trailing zeros."""
    return "" if value_e3 is None else format_scaled(value_e3)


def sentence(figure: Figure) -> str:
    """The outlook in words, the most important first."""
    ahead = figure.outlook
    if figure.value_e3 is None:
        return _("No valid day yet: there is nothing to compute from.")
    if figure.target_e3 is None:
        return _("The plan gives no number to hold it against.")
    if not ahead["days_left"]:
        return _over(figure)
    return " ".join(part for part in (_end(figure), _rest(figure)) if part)


def _over(figure: Figure) -> str:
    words = {"value": figure.value, "unit": unit(figure), "target": short(figure.target_e3)}
    if figure.status == "cannot_compute":
        return _("The year is over, and %(valid)s valid days of %(days)s are too few to count.") % {
            "valid": figure.days_valid,
            "days": figure.days_elapsed,
        }
    if figure.status == "at_risk":
        return _("The year ended at %(value)s %(unit)s; the target of %(target)s was not due yet.") % words
    if figure.status == "on_track":
        return _("The year ended at %(value)s %(unit)s and kept its target of %(target)s.") % words
    return _("The year ended at %(value)s %(unit)s and missed its target of %(target)s.") % words


def _end(figure: Figure) -> str:
    ahead = figure.outlook
    if ahead["reason"] == SPENT:
        return _("%(value)s days already; the target allows %(target)s.") % {
            "value": figure.value,
            "target": short(figure.target_e3),
        }
    if ahead["expected_e3"] is None:
        return _("No former year to compare with yet.")
    places = max(figure.decimals, 1)
    low, high = number(ahead["low_e3"], places), number(ahead["high_e3"], places)
    if low == high:
        return _("Going on like the same days of former years, the year ends at %(value)s.") % {"value": low}
    return _("Going on like the same days of former years, the year ends between %(low)s and %(high)s.") % {
        "low": low,
        "high": high,
    }


def _rest(figure: Figure) -> str:
    ahead, left = figure.outlook, figure.outlook["days_left"]
    needed = ahead["needed_e3"]
    if needed is None:
        return ""
    if figure.kind == "count":
        if needed < 0:
            return ""
        spare = needed // 1000
        text = ngettext(
            "%(spare)s more day is allowed in the %(left)s days left.",
            "%(spare)s more days are allowed in the %(left)s days left.",
            spare,
        )
        return text % {"spare": spare, "left": left}
    value = number(needed, 1)
    if figure.kind == "share":
        if needed > 100_000:
            return _("Even if all %(left)s days left are good, the target is out of reach.") % {"left": left}
        return _("Of the %(left)s days left, at least %(value)s %% must be good.") % {
            "left": left,
            "value": value,
        }
    if needed < 0:
        return _("The %(left)s days left cannot bring it back.") % {"left": left}
    return _("The %(left)s days left must average at most %(value)s %(unit)s.") % {
        "left": left,
        "value": value,
        "unit": unit(figure),
    }
