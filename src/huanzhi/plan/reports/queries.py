"""Reads of sealed reports; lists never load content or files."""

import re
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from huanzhi.plan.reports.sealed_report import SealedFile, SealedReport

HASH = re.compile(r"[0-9a-f]{64}")


def sealed_reports(user: Any) -> QuerySet[SealedReport]:
    """What a person may see, the newest first."""
    rows = SealedReport.objects.visible_to(user).defer("content", "arguments", "editions")
    return rows.select_related("organisation", "publication")


def files_of(report: SealedReport) -> QuerySet[SealedFile]:
    """Its files without their octets."""
    return SealedFile.objects.filter(report=report).defer("octets")


def octets_of(report: SealedReport, form: str) -> bytes:
    """A file of it, whole; LookupError for a form that was not sealed."""
    file = SealedFile.objects.filter(report=report, form=form).first()
    if file is None:
        raise LookupError(f"{report.number}: no {form} was sealed")
    return bytes(file.octets)


@dataclass(frozen=True)
class Verified:
    """A hash that is of a sealed report: of its content or of one of its files."""

    report: SealedReport
    what: str  # content, docx, pdf

    @property
    def public(self) -> bool:
        """Whether more than the hash may be shown to everybody."""
        return hasattr(self.report, "publication")


def verified(sha256: str) -> Verified | None:
    """The sealed report that a hash belongs to; ValueError for what is no SHA-256."""
    code = sha256.strip().lower()
    if not HASH.fullmatch(code):
        raise ValueError(f"{sha256[:70]!r} is no SHA-256: 64 digits 0–9 and a–f")
    held = SealedReport.objects.select_related("publication").defer("content", "editions")
    if report := held.filter(sha256=code).first():
        return Verified(report, "content")
    file = SealedFile.objects.filter(sha256=code).defer("octets").first()
    return Verified(held.get(pk=file.report_id), file.form) if file else None
