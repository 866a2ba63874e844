"""Figures of surface water: sections of a versioned set that reach class III, or the class set for them."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from huanzhi.measures.computation import Computation, Part
from huanzhi.measures.measure import Measure, add
from huanzhi.measures.models import Member
from huanzhi.measures.queries import member_set
from huanzhi.packs.water.methods import METHODS
from huanzhi.packs.water.proof import prove
from huanzhi.packs.water.sections import SectionYear, section_years
from huanzhi.standards.gb3838.rules import NUMBER, number_of

GOOD = "III"


def _over(set_code: str, own_target: bool) -> Callable[[int, date, Sequence[str]], Computation]:
    """The computation over members of any version of a set, by code; the newest version's facts hold."""

    def compute(year: int, as_of: date, codes: Sequence[str]) -> Computation:
        known = Member.objects.filter(set__code=set_code, code__in=codes).order_by("set__version")
        chosen = {member.code: member for member in known}
        return _computation([chosen[code] for code in sorted(codes)], year, as_of, own_target)

    return compute


def _year(set_code: str, own_target: bool) -> Callable[[int, date], Computation]:
    """The computation over the version of the set that holds at the end of the period computed."""

    def compute(year: int, as_of: date) -> Computation:
        try:
            chosen = member_set(set_code, as_of)
        except LookupError:  # nobody has said which sections count
            return Computation("share", (), over="members")
        found = _computation(list(chosen.members.all()), year, as_of, own_target)
        return replace(found, set_version=str(chosen))

    return compute


def _computation(members: list[Member], year: int, as_of: date, own_target: bool) -> Computation:
    sections = section_years(members, year, as_of)
    parts = tuple(_part(section, own_target) for section in sections)
    return Computation(
        "share",
        parts,
        editions=(NUMBER, "环办〔2011〕22号"),
        points=tuple(sorted(member.code for member in members)),
        needed=len(members),
        simulated=any(section.simulated for section in sections),
        over="members",
    )


def _part(section: SectionYear, own_target: bool) -> Part:
    target = section.facts.get("target") if own_target else GOOD
    reason = section.reason or ("" if target else "no target class stated")
    if reason:
        return Part(section.code, None, reason=reason, name=section.name)
    reached = number_of(section.verdict.decision) <= number_of(str(target))
    return Part(section.code, 1000 * reached, name=section.name)


def _candidates(set_code: str) -> Callable[[int, date], list[tuple[str, str]]]:
    def candidates(year: int, as_of: date) -> list[tuple[str, str]]:
        """Sections of any version of the set."""
        rows = Member.objects.filter(set__code=set_code).order_by("code")
        return list(dict(rows.values_list("code", "name")).items())

    return candidates


def _declare(code: str, set_code: str, own_target: bool, **words: Any) -> Measure:
    return add(
        Measure(
            code=code,
            unit="%",
            decimals=1,
            compute=_year(set_code, own_target),
            over_members=_over(set_code, own_target),
            candidates=_candidates(set_code),
            prove=prove,
            over="members",
            method=METHODS[code],
            registers=("point",),
            empty=_("Nobody has said which sections count in this year: a set of members, with its source."),
            denominator=_("sections of the set"),
            sources=_("the laboratory's results of each sampling, judged by GB 3838 and 环办〔2011〕22号"),
            validity=_(
                "every section needs the samplings of a year that 环办〔2011〕22号 asks for, and a class"
            ),
            **words,
        )
    )


GOOD_WATER = _declare(
    "water_good_share",
    "water-national",
    False,
    name=_("Share of surface water of class III or better"),
    matches=(r"地表水.*(好于|优于)Ⅲ类.*比例",),
    numerator=_("sections whose year's mean is of class III or better"),
    members=_("the sections of the set “water-national” in the version that holds at the period's end"),
)
SECTIONS = _declare(
    "water_section_share",
    "water-municipal",
    True,
    name=_("Share of municipal sections that reach their class"),
    matches=(r"地表水市控断面.*达标比例",),
    numerator=_("sections whose year's mean reaches the class set for them"),
    members=_("the sections of the set “water-municipal” in the version that holds at the period's end"),
)
