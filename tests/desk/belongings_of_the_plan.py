"""Rows of the plan that belong to a department: tasks, works, rounds, problems, meetings, items, letters, reports."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from hashlib import sha256

from django.utils import timezone
from tests.desk.belongings import Belonging, Owner

from huanzhi.plan import models as plan
from huanzhi.plan.reports import blocks
from huanzhi.plan.reports.content import canonical
from huanzhi.plan.reports.making import complete


def _task(owner: Owner) -> Iterator[Belonging]:
    rows = plan.Task.objects.filter(roles__organisation=owner.body).exclude(roles__organisation=owner.other)
    row = rows.order_by("pk").first()
    here = f"/desk/tasks/{row.code}/"
    lists = (
        ("/desk/plan/", here),
        (f"/desk/find/?q={row.title}", here),
        (f"/desk/tasks/?q={row.title}", here),
    )
    yield Belonging("task", owner.whose, (here,), lists)


def _department(owner: Owner) -> Iterator[Belonging]:
    here = f"/desk/departments/{owner.body.code}/"
    yield Belonging("department", owner.whose, (here,), (("/desk/departments/", here),))


def _work(owner: Owner) -> Iterator[Belonging]:
    document = plan.AnnualPlan.objects.get(state="in-force").document
    row = plan.Project.objects.create(
        document=document, key=f"X{owner.body.pk}", code=f"X{owner.body.pk}", name=f"{owner.body}的工程",
        owner=owner.body, column=1, origin="text",
    )  # fmt: skip
    here = f"/desk/works/{row.code}/"
    lists = ((f"/desk/works/?q={row.name}", here),)
    yield Belonging("work", owner.whose, (here,), lists)
    line = plan.FundLine.objects.create(
        code=f"F-{owner.person}", name=row.name, project=row, source="district", year=2024, planned_yuan=1
    )
    yield _registered(owner, "fundline", line.code)


def _registered(owner: Owner, register: str, code: str) -> Belonging:
    """A record of a register: its page and its list, the spreadsheet, and the same in REST."""
    pages = (f"/registers/{register}/records/{code}/", f"/api/registers/{register}/{code}/")
    lists = (
        (f"/registers/{register}/?code={code}", f"/records/{code}/"),
        (f"/registers/{register}/export.csv", code),
        (f"/api/registers/{register}/?code={code}", f'"{code}"'),
    )
    return Belonging(register, owner.whose, pages, lists)


def _problem(owner: Owner) -> Iterator[Belonging]:
    row = plan.Problem.objects.create(
        title=f"{owner.body}的问题", organisation=owner.body, raised_at=timezone.now(), raised_name="t"
    )
    here = f"/desk/coordination/{row.pk}/"
    yield Belonging("problem", owner.whose, (here,), (("/desk/coordination/?state=all", here),))
    meeting = plan.Meeting.objects.create(
        number=f"会议 {owner.person}", day=timezone.localdate(), called_name="t", state="held"
    )
    meeting.present.add(owner.body)
    here = f"/desk/coordination/meetings/{meeting.pk}/"
    yield Belonging("meeting", owner.whose, (here,), (("/desk/coordination/meetings/", here),))


def _rectified(owner: Owner) -> Iterator[Belonging]:
    held = plan.RectificationItem.objects.first()
    item = plan.RectificationItem.objects.create(
        code=f"S-{owner.person}", name=f"{owner.body}的整改", round=held.round, text="t", lead=owner.body,
        deadline=timezone.localdate() + timedelta(30),
    )  # fmt: skip
    here = f"/desk/rectification/items/{item.code}/"
    lists = tuple((f"/desk/rectification/items/?q={item.code}{view}", here) for view in ("", "&view=board"))
    yield Belonging("rectification item", owner.whose, (here,), lists)
    yield _registered(owner, "rectificationitem", item.code)
    letter = plan.InspectionLetter.objects.create(
        code=f"L-{owner.person}", name="信", round=held.round, received_on=timezone.localdate(), fact="t",
        organisation=owner.body,
    )  # fmt: skip
    listed = (("/desk/rectification/letters/", letter.code),)
    yield Belonging("letter", owner.whose, (), listed)
    yield _registered(owner, "inspectionletter", letter.code)


def _year(owner: Owner) -> Iterator[Belonging]:
    held = plan.AnnualPlan.objects.get(state="in-force")
    rows = held.items.filter(parts__organisation=owner.body).exclude(parts__organisation=owner.other)
    item = rows.first()
    here = f"/desk/years/{held.pk}/items/{item.pk}/"
    yield Belonging("annual item", owner.whose, (here,), ((f"/desk/years/{held.pk}/", here),))
    yield Belonging("duty list", owner.whose, (f"/desk/years/{held.pk}/lists/{owner.body.code}/",))


def _asked(owner: Owner) -> Iterator[Belonging]:
    row = plan.Asked.objects.filter(organisation=owner.body).order_by("-round_id", "pk").first()
    here = f"/desk/rounds/asked/{row.pk}/"
    yield Belonging("asked", owner.whose, (here,), ((f"/desk/rounds/{row.round_id}/", here),))


def _report(owner: Owner) -> Iterator[Belonging]:
    said = blocks.report("duty-list", "t", [blocks.paragraph(owner.person)], issuer="t", day="2024-01-31")
    content = canonical(complete(said, "zh-hans", "", {}))
    digest = sha256(content.encode()).hexdigest()
    document = plan.AnnualPlan.objects.get(state="in-force").document
    row = plan.SealedReport.objects.create(
        document=document, organisation=owner.body, kind="duty-list", year=2024, title=f"{owner.body}责任清单",
        number=f"号-{owner.person}", day=timezone.localdate(), language="zh-hans", content=content, sha256=digest,
        editions={}, sealed_at=timezone.now(), sealed_by="t",
    )  # fmt: skip
    plan.SealedFile.objects.create(report=row, form="pdf", sha256=digest, size=1, octets=b"%")
    here = f"/desk/reports/{row.pk}/"
    yield Belonging("sealed report", owner.whose, (here, f"{here}files/pdf/"), (("/desk/reports/", here),))


def _assessed(owner: Owner) -> Iterator[Belonging]:
    held, now = plan.Assessment.objects.get(), timezone.now()
    word, why = f"自评 {owner.person}", f"约谈 {owner.person}"
    plan.SelfEvaluation.objects.create(
        assessment=held, organisation=owner.body, about="indicator:99", judgement="met", reasons=word, said_at=now,
        said_by="t",
    )  # fmt: skip
    plan.Talk.objects.create(
        assessment=held, organisation=owner.body, rule="t", about="indicator:99", state="not-held", reason=why,
        decided_at=now, decided_by="t",
    )  # fmt: skip
    here = f"/desk/assessments/{held.pk}/"
    yield Belonging("self-evaluation", owner.whose, (), ((f"{here}self/", word),))
    yield Belonging("talk", owner.whose, (), ((f"{here}talks/", why),))


def of_both(whose: tuple[str, ...]) -> Iterator[Belonging]:
    """What names both departments: the year in force, the one in negotiation, the round that runs."""
    for row in plan.AnnualPlan.objects.filter(state__in=("in-force", "negotiating")):
        here = f"/desk/years/{row.pk}/"
        yield Belonging("annual plan", whose, (here, f"{here}negotiation/"), (("/desk/years/", here),))
    row = plan.Round.objects.get(closed_at=None)
    here = f"/desk/rounds/{row.pk}/"
    pages = (here, f"{here}mine/", f"{here}sheet.xlsx")
    yield Belonging("round", whose, pages, (("/desk/rounds/", here),))


Maker = Callable[[Owner], Iterator[Belonging]]
OF_THE_PLAN: tuple[Maker, ...] = (
    _task, _department, _work, _problem, _rectified, _year, _asked, _report, _assessed,
)  # fmt: skip
