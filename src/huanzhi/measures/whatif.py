"""What if: a figure computed over other members or with another value, beside the real one and never kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from huanzhi.measures.computation import Computation, Part
from huanzhi.measures.forecast import Outlook, look_ahead
from huanzhi.measures.history import computed
from huanzhi.measures.measure import Measure
from huanzhi.measures.models import Figure


@dataclass(frozen=True)
class Assumption:
    """Members left out, members that others stand in for, and parts with another value (thousandths)."""

    leave: frozenset[str] = frozenset()
    put: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, int] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.leave or self.put or self.values)


@dataclass(frozen=True)
class Assumed:
    """What would come out."""

    found: Computation
    value_e3: int | None
    outlook: Outlook


def assume(measure: Measure, figure: Figure, assumption: Assumption, due: int) -> Assumed:
    """The figure under an assumption. LookupError for a member or part that is not there, ValueError for a value."""
    members = {*assumption.leave, *assumption.put}
    if strange := members - set(figure.points):
        raise LookupError(_("not a member: %(codes)s") % {"codes": "、".join(sorted(strange))})
    known = (
        {code for code, _words in measure.candidates(figure.year, figure.as_of)}
        if measure.candidates
        else None
    )
    if known is not None and (strange := set(assumption.put.values()) - known):
        raise LookupError(_("cannot stand in: %(codes)s") % {"codes": "、".join(sorted(strange))})
    codes = [assumption.put.get(code, code) for code in figure.points if code not in assumption.leave]
    if not codes and figure.points:
        raise LookupError(_("no member is left"))
    found = over(measure, figure, codes) if members else computed(measure, figure.year, figure.as_of)
    found = replace(found, parts=_with(found, assumption.values))
    target = (figure.comparator, figure.target_e3, due)
    outlook = look_ahead(found, figure.year, figure.as_of, figure.decimals, *target)
    return Assumed(found, found.value_e3(figure.decimals), outlook)


def over(measure: Measure, figure: Figure, codes: list[str]) -> Computation:
    """The figure's computation over those members; LookupError when the measure knows none."""
    if measure.over_members is None:
        raise LookupError(f"{measure.code} is not computed over members")
    return measure.over_members(figure.year, figure.as_of, sorted(set(codes)))


def common(measure: Measure, one: Figure, other: Figure) -> tuple[list[str], int | None, int | None]:
    """Two years over the members that both sets have: (codes, the one's value, the other's) in thousandths."""
    codes = sorted(set(one.points) & set(other.points))
    if not codes:
        return [], None, None
    values = [over(measure, figure, codes).value_e3(figure.decimals) for figure in (one, other)]
    return codes, values[0], values[1]


def _with(found: Computation, values: Mapping[str, int]) -> tuple[Part, ...]:
    there = {part.key for part in found.parts}
    if absent := sorted(set(values) - there):
        raise LookupError(_("no such part of the figure: %(keys)s") % {"keys": "、".join(absent)})
    for key, value in values.items():
        if found.kind != "mean" and found.over != "records" and value not in (0, 1000):
            raise ValueError(
                _("%(key)s: it counts (1) or not (0), not %(value)g") % {"key": key, "value": value / 1000}
            )
    return tuple(replace(p, value_e3=values[p.key]) if p.key in values else p for p in found.parts)
