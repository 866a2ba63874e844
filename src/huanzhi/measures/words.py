"""A figure in a sentence: what it says about the year's end, and what the rest of the year must bring."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from huanzhi.measures.measure import find
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
    gettext_noop("as it stands today"),
    gettext_noop("nothing counts yet"),
    gettext_noop("not every member has a result"),
    gettext_noop("no target class stated"),
    gettext_noop("too few samplings of the year"),
    gettext_noop("no sampling in this year"),
)
SPENT = "already more than the target allows"
UNITS = (gettext_noop("d"), gettext_noop("km²"))


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
    if figure.manual:
        return _stated(figure)
    if figure.over != "days":
        return _counted(figure)
    if figure.value_e3 is None:
        return _("No valid day yet: there is nothing to compute from.")
    if figure.target_e3 is None:
        return _("The plan gives no number to hold it against.")
    if not ahead["days_left"]:
        return _over(figure)
    return " ".join(part for part in (_end(figure), _rest(figure)) if part)


def origin(figure: Figure) -> str:
    """Of a figure entered by hand: which document states it; empty for a computed one."""
    if not figure.manual:
        return ""
    return _("entered by hand: %(document)s, %(issuer)s, %(day)s") % {
        "document": figure.document,
        "issuer": figure.issuer,
        "day": figure.document_date,
    }


def _stated(figure: Figure) -> str:
    return _("Not computed here: %(document)s of %(issuer)s (%(day)s) states %(value)s %(unit)s.") % {
        "document": figure.document,
        "issuer": figure.issuer,
        "day": figure.document_date,
        "value": figure.value,
        "unit": unit(figure),
    }


def _counted(figure: Figure) -> str:
    """A figure over members or cases: how many count, and what is missing."""
    lacking = figure.days_elapsed - figure.days_valid
    if not figure.days_elapsed:
        return _("Nothing to count in this year yet.")
    if figure.over in ("members", "records") and lacking:
        return ngettext(
            "Cannot be computed: %(n)s of %(all)s members has no result that counts.",
            "Cannot be computed: %(n)s of %(all)s members have no result that counts.",
            lacking,
        ) % {"n": lacking, "all": figure.days_elapsed}
    if figure.kind in ("ratio", "fall", "count"):
        return _weighed(figure)
    said = _("%(reached)s of %(all)s count.") % {
        "reached": figure.numerator // 1000,
        "all": figure.denominator,
    }
    more = (figure.outlook.get("needed_e3") or 0) // 1000
    if more:
        said += " " + ngettext(
            "%(n)s more must count for the target.", "%(n)s more must count for the target.", more
        ) % {"n": more}
    return said


def _weighed(figure: Figure) -> str:
    """A figure over records that bring amounts: how much of how much, by how much it fell, how much there is."""
    words = {"value": figure.value, "unit": unit(figure), "parts": str(find(figure.measure).parts_in)}
    if figure.kind == "fall":
        text = (
            _("Since %(base)s it has risen by %(value)s %%.")
            if (figure.value_e3 or 0) < 0
            else _("Since %(base)s it has fallen by %(value)s %%.")
        )
        value = None if figure.value is None else abs(figure.value)
        return text % {"base": min(key for key, _value, _divisor in figure.series), "value": value}
    if figure.kind == "count":
        return _("%(value)s %(unit)s so far.") % words
    words |= {"above": short(figure.numerator), "below": short(figure.denominator)}
    return _("%(above)s of %(below)s %(parts)s count.") % words


def interval(figure: Figure) -> str:
    """How the outlook is made and how it did on past data, against two naive ways; empty where there is none."""
    ahead = figure.outlook
    if figure.over != "days" or not ahead["days_left"] or ahead.get("expected_e3") is None:
        return ""
    years = "、".join(map(str, ahead["years"]))
    said = _("Method: the rest of the year like the same days of %(years)s; the mean of those ends.") % {
        "years": years
    }
    tried = ahead.get("score")
    if ahead["low_e3"] is None:
        short_of = _("History is too short to try it on past years, so there is no interval.")
        return f"{said} {short_of}"
    places = {"mean": 1, "share": 1, "count": 1}[figure.kind]
    words = {
        "trials": tried["trials"],
        "years": "、".join(map(str, tried["years"])),
        "mae": number(tried["mae_e3"], places),
        "so_far": number(tried["so_far_e3"], places),
        "last": number(tried["last_year_e3"], places),
        "inside": tried["inside"],
        "intervals": tried["intervals"],
        "unit": unit(figure),
    }
    tested = _(
        "Tried %(trials)s times on %(years)s around this day of the year: off by %(mae)s %(unit)s on average; "
        "“it ends as it stands” was off by %(so_far)s, “as last year” by %(last)s. "
        "The interval adds the largest of those errors on both sides; "
        "formed from the other years, it held the true end %(inside)s of %(intervals)s times."
    )
    better = tried["mae_e3"] <= min(tried["so_far_e3"], tried["last_year_e3"])
    verdict = "" if better else " " + _("A naive way did better: trust the outlook less.")
    return f"{said} {tested % words}{verdict}"


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
    if ahead["low_e3"] is None:
        return _("Going on like the same days of former years, the year ends at about %(value)s.") % {
            "value": number(ahead["expected_e3"], places)
        }
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
