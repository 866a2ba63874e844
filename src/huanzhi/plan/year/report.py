"""年度计划与责任清单 The annual work plan and duty lists as reports: of the version in force, else the one at work."""

from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from huanzhi.people.models import Organisation
from huanzhi.plan.models import Document
from huanzhi.plan.reports.blocks import Block, Text, heading, note, number, paragraph, report, table, text
from huanzhi.plan.year.annual_plan import AnnualPlan
from huanzhi.plan.year.item import AnnualItem
from huanzhi.plan.year.queries import (
    Signer,
    at_work,
    district_signature,
    duties_among,
    in_force,
    items_of,
    signers,
)

DASH = "—"


def gather_annual_plan(document: Document, year: int, **options: Any) -> dict[str, Any]:
    """The annual work plan; LookupError when the year has none."""
    plan = _of(document, year)
    items = [item for item in items_of(plan) if not item.left_out]
    indicators = [item for item in items if item.kind == "indicator"]
    tasks = [item for item in items if item.kind == "task"]
    rows = signers(plan, items)
    address = f"/desk/years/{plan.pk}/"
    blocks = [
        heading(_("What the year is to reach")),
        paragraph(
            _("By %(plan)s, for %(year)s: ") % {"plan": document.title, "year": year},
            number(str(len(indicators)), "", address, "indicators"),
            _(" targets of indicators and "),
            number(str(len(tasks)), "", address, "tasks"),
            _(" tasks, for which "),
            number(str(len(rows)), "", address, "organisations"),
            _(" organisations answer."),
        ),
        *_state(plan, rows),
        heading(_("Targets of the year")),
        _indicators(plan, indicators),
        *_derived(indicators),
        heading(_("Tasks of the year")),
        *_chapters(plan, tasks),
    ]
    return _report("annual-plan", plan, _("Annual work plan %(year)s"), blocks, options)


def gather_duty_list(
    document: Document, year: int, *, organisation: Organisation | None = None, **options: Any
) -> dict[str, Any]:
    """The duty list of one organisation, or of all that answer; LookupError when there is nothing to list."""
    plan = _of(document, year)
    items = items_of(plan)
    rows = signers(plan, items)
    bodies = [organisation] if organisation else [row.organisation for row in rows]
    by_body = {row.organisation.pk: row for row in rows}
    blocks: list[Block] = []
    for body in bodies:
        blocks += _duties(plan, items, body, by_body.get(body.pk))
    if not blocks:
        raise LookupError(f"{organisation or document.title}: no duty in {year}")
    blocks += _derived(items)
    district = district_signature(plan, items)
    one = by_body.get(organisation.pk) if organisation else None
    signed = [
        (_("For the department"), one.signature.signed_by if one and one.signature else ""),
        (_("For the district"), district.signed_by if district else ""),
    ]
    title = f"{organisation}" + _(" duty list %(year)s") if organisation else _("Duty lists %(year)s")
    return _report("duty-list", plan, title, blocks, options, signed if organisation else signed[1:])


def _of(document: Document, year: int) -> AnnualPlan:
    plan = in_force(document, year) or at_work(document, year)
    if plan is None:
        raise LookupError(f"no annual plan of {year}: draft one first")
    return plan


def _report(
    kind: str, plan: AnnualPlan, title: str, blocks: list[Block], options: dict[str, Any],
    signed: list[tuple[str, str]] | None = None,
) -> dict[str, Any]:  # fmt: skip
    draft = "" if plan.frozen else _(" (%(state)s)") % {"state": plan.get_state_display()}
    day = plan.in_force_at.date().isoformat() if plan.in_force_at else ""
    return report(
        kind,
        title % {"year": plan.year} + draft,
        blocks,
        issuer=options.get("issuer", ""),
        number=options.get("number") or plan.number,
        day=options.get("day") or day,
        to=options.get("to", ""),
        signatures=signed or [],
        simulated=plan.simulated,
    )


def _state(plan: AnnualPlan, rows: list[Signer]) -> list[Block]:
    """Which version it is, by what it was amended, and whether it is signed."""
    said = [
        note(
            _("Version %(version)s, %(state)s. SHA-256 of its content: %(hash)s")
            % {"version": plan.version, "state": plan.get_state_display(), "hash": plan.sha256 or DASH}
        )
    ]
    if plan.amends_id:
        words = {"number": plan.amend_number, "day": plan.amend_day, "reason": plan.amend_reason}
        said.append(note(_("Amended by %(number)s of %(day)s: %(reason)s") % words))
    waiting = [str(row.organisation) for row in rows if row.signature is None]
    if waiting:
        said.append(note(_("Not signed yet: %(names)s") % {"names": "、".join(waiting)}))
    return said


def _indicators(plan: AnnualPlan, items: list[AnnualItem]) -> Block:
    head = [_("No."), _("Indicator"), _("Target of the year"), _("Basis"), _("Who answers")]
    rows = [
        [item.code, item.title, _target(plan, item), item.get_basis_display(), _answering(item)]
        for item in items
    ]
    return table(_("Targets of indicators"), head, rows, [6, 30, 22, 24, 18])


def _derived(items: list[AnnualItem]) -> list[Block]:
    if not any(item.derived for item in items):
        return []
    return [
        note(
            _(
                "A derived target stands on the straight line from the printed baseline to the printed target; it is "
                "printed nowhere in the plan and binds by this yearly plan alone."
            )
        )
    ]


def _chapters(plan: AnnualPlan, items: list[AnnualItem]) -> list[Block]:
    titles = {row["chapter"]: row["title"] for row in plan.document.outline if row["level"] == 1}
    head = [_("No."), _("Task"), _("Step of the year"), _("Target of the year"), _("Due"), _("Who answers")]
    found: list[Block] = []
    for chapter, rows in groupby(items, key=lambda item: item.chapter):
        words = titles.get(chapter) or _("Chapter %(n)s") % {"n": chapter}
        found.append(heading(words, 2))
        cells = [
            [item.code, item.title, item.step, _target(plan, item), item.due_on.isoformat(), _answering(item)]
            for item in rows
        ]
        found.append(table(words, head, cells, [7, 18, 27, 20, 11, 17], wide=True))
    return found


def _duties(
    plan: AnnualPlan, items: list[AnnualItem], body: Organisation, signer: Signer | None
) -> list[Block]:
    duties = duties_among(items, body)
    if not duties:
        return []
    words = {"lead": _("leads"), "responsible": _("answers"), "supporting": _("supports")}
    head = [
        _("No."), _("What"), _("Part"), _("Step of the year"), _("Target of the year"), _("Due"),
        _("Person responsible"),
    ]  # fmt: skip
    rows = [
        [
            duty.item.code,
            duty.item.title,
            words[duty.role],
            duty.item.step,
            _target(plan, duty.item),
            duty.item.due_on.isoformat(),
            duty.item.person or DASH,
        ]
        for duty in duties
    ]
    return [
        heading(body.full_name or body.name),
        table(
            _("Duty list of %(body)s") % {"body": body.name}, head, rows, [7, 19, 8, 26, 20, 11, 9], wide=True
        ),
        note(_signed(signer)),
    ]


def _signed(signer: Signer | None) -> str:
    if signer is None:
        return _("Supports only: it need not sign.")
    if signer.signature is None:
        return _("Not signed yet. SHA-256 of the list: %(hash)s") % {"hash": signer.sha256}
    said = {
        "name": signer.signature.signed_by,
        "day": signer.signature.signed_at.date(),
        "hash": signer.sha256,
    }
    return _("Signed by %(name)s on %(day)s. SHA-256 of the list: %(hash)s") % said


def _target(plan: AnnualPlan, item: AnnualItem) -> Text | str:
    """The number with its proof, and what is said in words."""
    if item.value is None:
        return item.target or DASH
    sign = {"<=": "≤ ", ">=": "≥ "}.get(item.comparator, "")
    shown = number(
        f"{item.value.normalize():f}", item.unit, f"/desk/years/{plan.pk}/items/{item.pk}/",
        f"{item.kind}-{item.code}", str(item),
    )  # fmt: skip
    return text(sign, shown, f" {item.target}" if item.target else "")


def _answering(item: AnnualItem) -> str:
    return "、".join(
        part.organisation.name + (_("(leads)") if part.role == "lead" else "")
        for part in item.parts.all()
        if part.answers
    )
