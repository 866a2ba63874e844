"""What proves a duty 履责凭证: a kept file, a reading that is there, an inspection, a closed case, another record."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from huanzhi.monitoring.models import DayValue, DayVerdict
from huanzhi.work.attachments.content import tell
from huanzhi.work.attachments.storage import Arrived, keep
from huanzhi.work.models import Case
from huanzhi.work.obligation import Obligation

CLOSED = "closed"
LONGEST = 80  # characters of a number


class NoProof(ValueError):
    """What was given proves nothing; the message names the field and the value."""


def kept_file(file: Arrived | None, name: str) -> dict[str, Any]:
    """A file told by its content and kept under its hash; NotTaken when it is none that may be kept."""
    if file is None:
        raise NoProof(_("proof: this duty is proved by a file, and none was given"))
    kind = tell(file.path)
    keep(file)
    shown = name.replace("\\", "/").rsplit("/", 1)[-1].strip()[:120] or f"proof{kind.suffix}"
    return {"kind": "file", "sha256": file.sha256, "name": shown, "media": kind.media, "size": file.size}


def reading(reference: str, done_on: date) -> dict[str, Any]:
    """`point day`: a day of a monitoring point that has values; the day on which the duty was done."""
    code, _space, text = reference.strip().rpartition(" ")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NoProof(
            _("proof: %(value)s is no point and day, as in P1 2026-01-31") % {"value": reference or "–"}
        ) from None
    if day != done_on:
        raise NoProof(_("proof: the reading is of %(day)s, not of the day it was done") % {"day": text})
    known = (
        table.objects.filter(point__code=code.strip(), day=day).exists() for table in (DayValue, DayVerdict)
    )
    if not any(known):
        raise NoProof(_("proof: no readings of point %(code)s on %(day)s") % {"code": code, "day": text})
    return {"kind": "reading", "point": code.strip(), "day": text, "says": f"{code.strip()} {text}"}


def closed_case(reference: str, obligation: Obligation) -> dict[str, Any]:
    """A case of the same organisation that somebody else has re-checked and closed."""
    number = reference.strip()
    case = Case.objects.filter(number=number, organisation=obligation.organisation_id).first()
    if case is None:
        raise NoProof(_("proof: this department has no case %(number)s") % {"number": number or "–"})
    if case.state != CLOSED:
        raise NoProof(_("proof: case %(number)s is not closed yet") % {"number": number})
    return {"kind": "case", "number": number, "says": str(case)}


def inspection(reference: str) -> dict[str, Any]:
    """The number of an inspection's record; the record itself is not looked up."""
    number = reference.strip()
    if not number or len(number) > LONGEST:
        raise NoProof(_("proof: give the number of the inspection's record"))
    return {"kind": "inspection", "number": number, "says": number}


def checked(
    obligation: Obligation, done_on: date, reference: str = "", file: Arrived | None = None, name: str = ""
) -> dict[str, Any]:
    """The proof as the duty keeps it; NoProof when it is not there."""
    match obligation.terms["proof"]:
        case "file":
            return kept_file(file, name)
        case "reading":
            return reading(reference, done_on)
        case "case":
            return closed_case(reference, obligation)
        case "record":
            raise NoProof(_("proof: this duty is done where it is asked, and proved by that"))
        case _:
            return inspection(reference)
