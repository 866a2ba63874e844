"""四、重大工程与资金: works by stage, money, verified reductions, and what nobody has said of a work."""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from huanzhi.measures.words import short
from huanzhi.plan.assessment.reporting import DASH, Found, Told
from huanzhi.plan.reports.blocks import Block, Number, heading, number, paragraph, table, text
from huanzhi.plan.works.lists import stages
from huanzhi.plan.works.queries import WHAT
from huanzhi.science.rounding import to_decimals

PAGE = "/desk/works/"
WAN = 10_000  # yuan in a 万元


def blocks(told: Told) -> list[Block]:
    """The whole section."""
    works = told.inputs["works"]
    stages_ = Counter(row["stage"] for row in works)
    silent = stages_.pop("", 0)
    found = [
        heading(_("Works and money")),
        paragraph(
            number(str(len(works)), "", PAGE, "works-all"),
            _(" works, of them "),
            number(str(silent), "", PAGE, "works-silent"),
            _(" have no stage on record; of the others: "),
            *_stages(stages_),
        ),
        *_money(works),
        *_reductions(told),
    ]
    rows = [_row(told, row) for row in works if row["stage"] or row["allocated_yuan"]]
    if rows:
        head = [
            _("No."),
            _("Work"),
            _("Owner"),
            _("Last stage passed"),
            _("Allocated, 万元"),
            _("Paid, 万元"),
        ]
        found.append(table(_("Works with a stage or money on record"), head, rows, [8, 36, 16, 16, 12, 12]))
    return found + _lacks(works)


def _words(stage: str) -> str:
    if stage == "listed":
        return _("none passed yet")
    return stages()[stage].words


def _stages(counted: Counter[str]) -> list[Any]:
    if not counted:
        return [_("none.")]
    parts: list[Any] = []
    for code in ("listed", *stages()):
        if counted[code]:
            parts += [f"{_words(code)} ", number(str(counted[code]), "", PAGE, f"works-{code}"), "; "]
    return [*parts[:-1], _(".")]


def _wan(yuan: int, work: str, name: str) -> Number | str:
    page = f"{PAGE}{work}/" if work else PAGE
    return number(short(to_decimals(yuan * 1000, WAN, 2)), "", page, name) if yuan else DASH


def _row(told: Told, row: Found) -> list[Any]:
    code = row["code"]
    return [
        code,
        row["name"],
        told.bodies([row["owner"]] if row["owner"] else []),
        _words(row["stage"]) if row["stage"] else DASH,
        text(_wan(row["allocated_yuan"], code, f"allocated-{code}")),
        text(_wan(row["paid_yuan"], code, f"paid-{code}")),
    ]


def _money(works: list[Found]) -> list[Block]:
    planned, allocated, paid = (
        sum(row[name] for row in works) for name in ("planned_yuan", "allocated_yuan", "paid_yuan")
    )
    if not (planned or allocated or paid):
        return [paragraph(_("No money of any work is on record."))]
    said = [
        _("Up to the year, in 万元: planned "), _wan(planned, "", "planned"), _(", allocated "),
        _wan(allocated, "", "allocated"), _(", paid "), _wan(paid, "", "paid"),
    ]  # fmt: skip
    if allocated:
        ratio = short(to_decimals(paid * 100_000, allocated, 1))
        said += [_("; paid of what was allocated "), number(ratio, "%", PAGE, "paid-ratio")]
    return [paragraph(*said, _("."))]


def _reductions(told: Told) -> list[Block]:
    claimed: Counter[str] = Counter()
    verified: Counter[str] = Counter()
    for row in told.inputs["reductions"]:
        claimed[row["pollutant"]] += row["claimed_kg"]
        verified[row["pollutant"]] += row["verified_kg"] or 0
    return [
        paragraph(
            _("Reductions of %(pollutant)s by works: claimed ") % {"pollutant": code.upper()},
            number(short(claimed[code]), "t", PAGE, f"claimed-{code}"),
            _(", verified "),
            number(short(verified[code]), "t", PAGE, f"verified-{code}"),
            _("."),
        )
        for code in sorted(claimed)
    ]


def _lacks(works: list[Found]) -> list[Block]:
    """What the plan leaves out and nobody has said since: counted, so that somebody says it."""
    counted = Counter(what for row in works for what in row["lacks"])
    if not counted:
        return []
    parts: list[Any] = [_("Not said by the plan and by nobody since: ")]
    for what in WHAT:
        if counted[what]:
            parts += [
                f"{WHAT[what]} ",
                number(str(counted[what]), "", PAGE, f"works-without-{what}"),
                "; ",
            ]
    return [paragraph(*parts[:-1], _("."))]
