"""须附证据: what must be shown before a step, and how much of it is still wanting."""

from collections.abc import Iterator

from django.db.models import OuterRef, QuerySet, Subquery

from huanzhi.work.case import Case
from huanzhi.work.evidence import Evidence
from huanzhi.work.kinds import kinds
from huanzhi.work.step import CaseStep

SINCE = {"work.report-done": ("work.return-case", "work.reopen"), "work.verify": ("work.report-done",)}


def shown(case: Case, verb: str) -> QuerySet[Evidence]:
    """What was attached since the work that the step ends began, or began anew."""
    rows = Evidence.objects.filter(case=case)
    steps = CaseStep.objects.filter(case=case, verb__in=SINCE.get(verb, ()))
    since = steps.order_by("-at").values_list("at", flat=True).first()
    return rows.filter(received_at__gt=since) if since else rows


def lacking(case: Case, verb: str) -> int:
    """How many photos or files the step still wants; 0 when it wants none."""
    wanted = kinds()[case.kind].evidence.get(verb, 0)
    return max(0, wanted - shown(case, verb).count()) if wanted else 0


def hashes(newest: int | None = None) -> Iterator[str]:
    """The hash of every original, each once; of the newest pieces of evidence alone where a number is given."""
    rows = Evidence.objects.order_by("-pk").values_list("sha256", flat=True)
    seen: set[str] = set()
    for sha256 in rows[:newest] if newest else rows.iterator():
        if sha256 not in seen:
            seen.add(sha256)
            yield sha256


def stamped(rows: QuerySet[Case]) -> QuerySet[Case]:
    """With the time of the last step and evidence: a phone knows by them whether what it keeps is the newest."""
    rows = rows.select_related("organisation", "assignee", "area")
    rows = rows.defer("area__geometry", "area__given_geometry")
    steps = CaseStep.objects.filter(case=OuterRef("pk")).order_by("-at").values("at")[:1]
    evidence = Evidence.objects.filter(case=OuterRef("pk")).order_by("-received_at").values("received_at")[:1]
    return rows.annotate(last_step=Subquery(steps), last_evidence=Subquery(evidence))
