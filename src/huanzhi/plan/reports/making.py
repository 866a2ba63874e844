"""Making a report: gathered under its language, with all that is needed to gather it again."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone, translation

from huanzhi.people.models import Organisation
from huanzhi.plan.models import Assessment, Document
from huanzhi.plan.reports.content import Content, complete
from huanzhi.plan.reports.kinds import find, issuer_of


@dataclass(frozen=True)
class Asked:
    """What a report was asked for with; plain, so that it can be kept."""

    kind: str
    year: int
    language: str = "zh-hans"
    organisation: str = ""  # its code
    round: int | None = None  # its number
    assessment: int | None = None  # its key
    meeting: int | None = None  # its key
    issuer: str = ""
    to: str = ""
    number: str = ""
    day: str = ""

    def plain(self) -> dict[str, Any]:
        """As it is kept; `Asked(**plain)` gives it back."""
        return {key: value for key, value in vars(self).items() if value not in ("", None)}


def make(document: Document, asked: Asked, fresh: bool = False) -> Content:
    """Gather the report and complete it; ValueError or LookupError say what is missing.

    `fresh`: from the records of today also where the kind reports what was frozen.
    """
    kind = find(asked.kind)
    for need in kind.needs:
        if not getattr(asked, need):
            raise ValueError(f"{asked.kind}: {need} is missing")
    day = asked.day or timezone.localdate().isoformat()
    issuer = asked.issuer or issuer_of(document)
    with translation.override(asked.language):
        report = kind.gather(
            document,
            asked.year,
            issuer=issuer,
            to=asked.to,
            number=asked.number,
            day=day,
            fresh=fresh,
            **_options(document, asked),
        )
        arguments = {**asked.plain(), "day": day, "issuer": issuer, "document": document.title}
        return complete(report, asked.language, settings.SITE, arguments)


def _options(document: Document, asked: Asked) -> dict[str, Any]:
    """The records that were named."""
    found: dict[str, Any] = {}
    if asked.organisation:
        body = Organisation.objects.filter(code=asked.organisation).first()
        body = body or Organisation.objects.filter(name=asked.organisation).first()
        if body is None:
            raise LookupError(f"organisation {asked.organisation!r}: no organisation has this code or name")
        found["organisation"] = body
    if asked.assessment is not None:
        held = Assessment.objects.filter(document=document, pk=asked.assessment).first()
        if held is None:
            raise LookupError(f"assessment {asked.assessment}: the plan has none of this number")
        found["assessment"] = held
    for name in ("round", "meeting"):
        if getattr(asked, name) is not None:
            found[name] = getattr(asked, name)
    return found


def again(content: Content, document: Document) -> Content:
    """The same report gathered from the records of today, for the same day and under the same number."""
    said = {key: value for key, value in content["arguments"].items() if key != "document"}
    return make(document, Asked(**said), fresh=True)
