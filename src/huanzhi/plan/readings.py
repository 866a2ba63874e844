"""Readings of a printed value, side by side: what the text says of a set's members, and what it gives today."""

from collections.abc import Iterable
from dataclasses import dataclass

from huanzhi.measures.computation import Computation, settled
from huanzhi.measures.measure import find
from huanzhi.measures.models import Figure, MemberSet
from huanzhi.plan.models import Indicator, PrintedReading, Question
from huanzhi.science.decimals import parse_scaled


@dataclass(frozen=True)
class SetFigure:
    """What one version of the measure's own set gives in the year shown; None while a member has no result."""

    name: str
    members: int
    results: int
    reached: int
    value_e3: int | None


@dataclass(frozen=True)
class Read:
    """A reading worked out: `named` members reached by the text of `members`; which number of them prints the value."""

    reading: PrintedReading
    sets: list[MemberSet]
    members: list[tuple[str, bool]]  # name, whether the text says that it reached
    named: int
    named_e3: int
    fits: list[int]

    @property
    def agrees(self) -> bool:
        """Whether the members that the text names give what is printed."""
        return self.named in self.fits


def readings(indicator: Indicator) -> list[Read]:
    """Every reading of an indicator's printed baseline, in their order."""
    rows = indicator.document.readings.filter(indicator=indicator.no)
    return [_read(row) for row in rows]


def _read(row: PrintedReading) -> Read:
    wanted = {(code, version) for code, version in row.sets}
    held = MemberSet.objects.filter(code__in=[code for code, _version in row.sets]).prefetch_related(
        "members"
    )
    sets = [one for one in held if (one.code, one.version) in wanted]
    members = [(m.name, m.code in row.reached) for one in sets for m in one.members.all()]
    named, size = sum(reached for _name, reached in members), len(members)
    decimals = len(row.printed.partition(".")[2])
    printed_e3 = parse_scaled(row.printed)
    fits = (
        [n for n in range(size + 1) if settled("share", n * 1000, size, decimals) == printed_e3]
        if size
        else []
    )
    named_e3 = settled("share", named * 1000, size, 1) if size else 0
    return Read(row, sets, members, named, named_e3, fits)


def sets_today(indicator: Indicator, figure: Figure | None) -> list[SetFigure]:
    """What each version of the measure's set gives in the figure's year; empty when it counts no versioned set."""
    if figure is None or not figure.set_version or not indicator.measure:
        return []
    measure, code = find(indicator.measure), figure.set_version.rpartition(" v")[0]
    if measure.over_members is None:
        return []
    versions = MemberSet.objects.filter(code=code).prefetch_related("members")
    return [
        _set_figure(one, measure.over_members(figure.year, figure.as_of, _codes(one))) for one in versions
    ]


def _codes(one: MemberSet) -> list[str]:
    return sorted(member.code for member in one.members.all())


def _set_figure(one: MemberSet, found: Computation) -> SetFigure:
    whole = len(found.valid) == len(found.parts)
    return SetFigure(
        one.name,
        len(found.parts),
        len(found.valid),
        found.numerator // 1000,
        found.value_e3(1) if whole else None,
    )


def questions_of(indicator: Indicator) -> Iterable[Question]:
    """The open questions that its readings rest on."""
    kinds = set(indicator.document.readings.filter(indicator=indicator.no).values_list("question", flat=True))
    return indicator.document.questions.filter(kind__in=kinds - {""})
