"""派遣: which rule sends a finding where, and why. Rules are rows; the first that matches decides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.people.models import Area, Organisation, User
from huanzhi.people.responsibility import responsible
from huanzhi.work.case import Case
from huanzhi.work.kinds import named
from huanzhi.work.routing_rule import RoutingRule


@dataclass(frozen=True)
class Facts:
    """What rules look at; `cells` is the area of the place and those around it, from the inside out."""

    kind: str
    subject: str
    finding: dict[str, Any]
    cells: tuple[Area, ...] = ()


@dataclass(frozen=True)
class Route:
    """Where a finding goes; without a rule that matches, nowhere: a person must hand it out."""

    organisation: Organisation | None = None
    assignee: User | None = None
    lead: Organisation | None = None
    rule: RoutingRule | None = None
    because: tuple[str, ...] = field(default_factory=tuple)

    def plain(self) -> dict[str, Any]:
        """As the log keeps it."""
        return {"rule": self.rule.code if self.rule else None, "because": list(self.because)}


def rules_on(at: datetime) -> list[RoutingRule]:
    """The rules in force then, in their order."""
    day = timezone.localdate(at)
    started = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
    running = Q(valid_until__isnull=True) | Q(valid_until__gte=day)
    rows = RoutingRule.objects.filter(started, running).select_related("area", "organisation", "lead")
    return list(rows.order_by("order", "code"))


def cells_of(area: Area | None) -> tuple[Area, ...]:
    """An area and those around it, from the inside out."""
    found: list[Area] = []
    while area is not None and area not in found:
        found.append(area)
        area = area.parent
    return tuple(found)


def route(facts: Facts, rules: Sequence[RoutingRule], at: datetime) -> Route:
    """Where the first matching rule sends a finding, with the reasons in words."""
    for rule in rules:
        reasons = _reasons(rule, facts)
        if reasons is None:
            continue
        sent = _target(rule, facts, at)
        if sent is None:
            continue  # to the grid, where nobody answers: the next rule
        body, person, more = sent
        return Route(body, person, rule.lead, rule, (*reasons, *more))
    return Route(because=(_("no rule matches"),))


def facts_of(case: Case) -> Facts:
    """What the rules would have seen of a case."""
    return Facts(case.kind, case.subject, case.finding, cells_of(case.area))


@dataclass(frozen=True)
class Replayed:
    """What rules would have done with a past case, beside where it ended."""

    case: Case
    route: Route

    @property
    def same(self) -> bool:
        """Whether they would have sent it where it was in the end."""
        return self.route.organisation is not None and self.route.organisation.pk == self.case.organisation_id


def replay(rules: Sequence[RoutingRule], cases: Iterable[Case]) -> list[Replayed]:
    """Run rules over past cases, each as of the time it was opened; nothing is written."""
    return [Replayed(case, route(facts_of(case), rules, case.opened_at)) for case in cases]


def _reasons(rule: RoutingRule, facts: Facts) -> list[str] | None:
    found: list[str] = []
    if rule.kind:
        if rule.kind != facts.kind:
            return None
        found.append(_("its kind is %(kind)s") % {"kind": named(rule.kind)})
    if rule.area_id:
        if rule.area_id not in {cell.pk for cell in facts.cells}:
            return None
        found.append(_("it lies in %(area)s") % {"area": rule.area})
    if rule.subject:
        if not facts.subject.startswith(rule.subject):
            return None
        found.append(_("it is about %(subject)s") % {"subject": facts.subject})
    if rule.finding:
        name, _sign, value = rule.finding.partition("=")
        if str(facts.finding.get(name.strip())) != value.strip():
            return None
        found.append(_("the finding says %(what)s") % {"what": rule.finding})
    return found or [_("it is the rule for everything else")]


def _target(
    rule: RoutingRule, facts: Facts, at: datetime
) -> tuple[Organisation, User | None, tuple[str, ...]] | None:
    if not rule.grid:
        assert rule.organisation is not None, "the database holds this"
        return rule.organisation, None, ()
    if not facts.cells:
        return None
    answer = responsible(facts.cells[0], at)
    if answer.user is None:
        return None
    holder = answer.acting_for or answer.user  # the post's; who stands in today is asked anew every day
    held = holder.current_memberships(timezone.localdate(at))
    body = rule.organisation or (held[0].organisation if held else None)
    if body is None:
        return None
    words = [_("%(who)s answers for %(area)s") % {"who": holder, "area": answer.area}]
    if answer.acting_for is not None:
        words.append(
            _("%(who)s stands in for %(absent)s") % {"who": answer.user, "absent": answer.acting_for}
        )
    words += [_("the post of %(area)s is vacant") % {"area": area} for area in answer.vacant]
    return body, holder, tuple(words)
