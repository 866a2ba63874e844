"""What an indicator still lacks, item by item: what, who must say it, and where it is entered."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from huanzhi.kit.register import find as find_register
from huanzhi.measures.measure import Measure
from huanzhi.measures.measure import find as find_measure
from huanzhi.measures.models import Figure
from huanzhi.plan.models import Indicator

MOST = 12  # records named one by one
SEP = "、"


@dataclass(frozen=True)
class Lack:
    """One thing; `links` lead to where it can be entered: (words, address)."""

    what: str
    who: str
    links: tuple[tuple[str, str], ...] = ()


def lacks_of(indicator: Indicator, figure: Figure | None) -> list[Lack]:
    """Everything that its figure and its target still lack in a year; `figure` with its parts."""
    found = [*_target(indicator), *_owner(indicator)]
    if not indicator.measure:
        return [
            *found,
            Lack(_("A way of counting: nothing here computes or states it."), _("whoever answers for it")),
        ]
    measure = find_measure(indicator.measure)
    return [*found, *_records(indicator, measure, figure), *_method(measure, indicator)]


def _target(indicator: Indicator) -> Iterator[Lack]:
    if indicator.value is not None:
        return
    if indicator.assigned:
        who = _("the city’s department, by a document; %(who)s asks for it") % {"who": _owners(indicator)}
        yield Lack(_("The number that the city set (%(target)s).") % {"target": indicator.target}, who)
    else:
        what = _("What proves “%(target)s”: the target is in words.") % {"target": indicator.target}
        yield Lack(what, _owners(indicator))


def _owner(indicator: Indicator) -> Iterator[Lack]:
    if not indicator.owners.all():
        yield Lack(_("Who answers for it: no task of the plan names it."), _("the district’s government"))


def _records(indicator: Indicator, measure: Measure, figure: Figure | None) -> Iterator[Lack]:
    links = _links(measure)
    if figure is None or not figure.days_elapsed:
        yield Lack(str(measure.empty) or _("Records of this year."), _owners(indicator), links)
        return
    if figure.over in ("days", "document"):
        return
    wanting = [part for part in figure.parts() if part["value_e3"] is None]
    for part in wanting[:MOST]:
        yield Lack(f"{part['name']}: {_(part['reason'])}", _owners(indicator), links)
    if len(wanting) > MOST:
        yield Lack(_("%(n)s more records") % {"n": len(wanting) - MOST}, _owners(indicator), links)
    if figure.simulated:
        yield Lack(_("Real records: those it was computed from are simulated."), _owners(indicator), links)


def _method(measure: Measure, indicator: Indicator) -> Iterator[Lack]:
    method = measure.method
    if method is not None and method.doubtful:
        what = _("Whether it is counted so: %(clause)s (grade %(grade)s). %(note)s")
        words = {"clause": method.clause, "grade": method.grade, "note": method.words}
        yield Lack(what % words, _("whoever has the rule in writing"))


def _links(measure: Measure) -> tuple[tuple[str, str], ...]:
    rows: list[tuple[Any, str]] = [
        (find_register(name).title, reverse("kit:list", args=[name])) for name in measure.registers
    ]
    return tuple((str(words), address) for words, address in rows)


def _owners(indicator: Indicator) -> str:
    return SEP.join(body.name for body in indicator.owners.all()) or _("the district’s government")
