"""Verbs of reports: seal one under its number, let everybody read it, take that back."""

import hashlib
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused
from huanzhi.plan.models import Document
from huanzhi.plan.reports.content import canonical, digest
from huanzhi.plan.reports.editions import editions
from huanzhi.plan.reports.making import Asked, make
from huanzhi.plan.reports.rendering import TYPES, render
from huanzhi.plan.reports.sealed_report import Publication, SealedFile, SealedReport


@verb("plan.seal-report")
def seal_report(actor: Actor, document: Document, asked: Asked, now: datetime | None = None) -> SealedReport:
    """封存: make a report and keep its content, its files and their hashes for good; the ledger holds the hashes.

    Refused without a document number, and under a number that another sealed report has.
    """
    if not asked.number.strip():
        raise Refused(_("a sealed report needs its document number"))
    if SealedReport.objects.filter(number=asked.number).exists():
        raise Refused(_("number %(number)s is that of a sealed report already") % {"number": asked.number})
    content = make(document, asked)
    sha256 = digest(content)
    if same := SealedReport.objects.filter(sha256=sha256).first():
        raise Refused(_("the same content is sealed already as %(number)s") % {"number": same.number})
    files = {form: render(content, form) for form in TYPES}
    report = SealedReport.objects.create(
        document=document,
        organisation=Organisation.objects.filter(code=content["arguments"].get("organisation", "")).first(),
        kind=asked.kind,
        year=asked.year,
        title=content["title"].replace("\n", ""),
        number=content["number"],
        day=date.fromisoformat(content["day"]),
        language=asked.language,
        arguments=content["arguments"],
        content=canonical(content),
        sha256=sha256,
        editions=editions(),
        simulated=content["simulated"],
        sealed_at=now or timezone.now(),
        sealed_by=actor.name,
    )
    hashes = {form: hashlib.sha256(octets).hexdigest() for form, octets in files.items()}
    SealedFile.objects.bulk_create(
        SealedFile(report=report, form=form, sha256=hashes[form], size=len(octets), octets=octets)
        for form, octets in files.items()
    )
    after = {"kind": report.kind, "year": report.year, "number": report.number, "content": sha256, **hashes}
    record(report, after=after, reason=report.title)
    return report


@verb("plan.publish-report")
def publish_report(
    actor: Actor, report: SealedReport, reason: str, now: datetime | None = None
) -> Publication:
    """公开: let everybody read a sealed report; nothing simulated is published."""
    if report.simulated:
        raise Refused(_("a report on simulated data is not published"))
    if not reason.strip():
        raise Refused(_("publishing needs its reason: by which decision"))
    if Publication.objects.filter(report=report).exists():
        raise Refused(_("it is published already"))
    made = Publication.objects.create(
        report=report, published_at=now or timezone.now(), published_by=actor.name, reason=reason.strip()
    )
    record(report, after={"published": True, "content": report.sha256}, reason=reason.strip())
    return made


@verb("plan.withdraw-report")
def withdraw_report(actor: Actor, report: SealedReport, reason: str) -> None:
    """撤回公开: everybody may no longer read it; it stays sealed."""
    if not reason.strip():
        raise Refused(_("taking back needs its reason"))
    held = Publication.objects.filter(report=report).first()
    if held is None:
        raise Refused(_("it is not published"))
    held.delete()
    record(report, before={"published": True}, after={"published": False}, reason=reason.strip())
