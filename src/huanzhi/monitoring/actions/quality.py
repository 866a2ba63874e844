"""Verbs of the quality chain 质控: reviews, declarations, and what a person makes of a suspicion.

A word touches the hours it is about: the next recomputation works them out anew and shows before and after. Nothing
here changes a reading.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model
from django.forms.models import model_to_dict
from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.ledger.verbs import Actor, record, verb
from huanzhi.monitoring.actions.suspicions import find_suspicions
from huanzhi.monitoring.actions.touched import touch
from huanzhi.monitoring.models import Declaration, Point, Review, Suspicion
from huanzhi.monitoring.quality.declared import late
from huanzhi.monitoring.quality.standing import WORDS

__all__ = [
    "declare", "find_suspicions", "judge_suspicion", "review_readings", "withdraw_declaration", "withdraw_review",
]  # fmt: skip
LONGEST = timedelta(days=366)  # of one word; a longer one is a slip of the pen


@verb("monitoring.review-readings")
def review_readings(
    actor: Actor,
    point: Point,
    factor: str,
    start: datetime,
    end: datetime,
    standing: str,
    reason: str,
    now: datetime | None = None,
) -> Review:
    """Say of a series' readings (start < time <= end) that they are valid or invalid, and why.

    The word goes over the device's flag and the automatic checks, for every statistic of the factor and its parts
    (minimum, maximum, converted). Of two words on the same reading the later counts. ValueError when it says nothing.
    """
    now, reason = now or timezone.now(), reason.strip()
    _span(start, end, reason)
    if standing not in WORDS:
        raise ValueError(_("a review says valid or invalid, not %(said)s") % {"said": standing})
    if not factor.strip():
        raise ValueError(_("a review names its factor"))
    if start >= now:
        raise ValueError(_("there is nothing to review yet: the span begins in the future"))
    made = Review.objects.create(
        point=point, factor=factor.strip(), start=start, end=end, standing=standing, reason=reason,
        by=actor.name, at=now,
    )  # fmt: skip
    hours = _touch(point, start, end, now, "review")
    record(made, after=model_to_dict(made) | {"point": point.code, "hours": hours}, reason=reason)
    return made


@verb("monitoring.withdraw-review")
def withdraw_review(actor: Actor, review: Review, reason: str, now: datetime | None = None) -> Review:
    """Take a review back; what stood before it stands again. It stays on record."""
    return _withdraw(review, reason, now or timezone.now(), "review")


@verb("monitoring.declare")
def declare(
    actor: Actor,
    point: Point,
    kind: str,
    start: datetime,
    end: datetime,
    reason: str,
    document: str = "",
    now: datetime | None = None,
) -> Declaration:
    """Declare a shutdown, a calibration or a maintenance: alarms rest meanwhile, readings are kept and count.

    One that comes late is taken as well (a breakdown is known only afterwards); the ledger says how late, and
    `quality.declared.late` says so to pages.
    """
    now, reason = now or timezone.now(), reason.strip()
    _span(start, end, reason)
    if kind not in Declaration.Kind.values:
        known = ", ".join(Declaration.Kind.values)
        raise ValueError(
            _("no kind of declaration: %(said)s; there are %(known)s") % {"said": kind, "known": known}
        )
    made = Declaration.objects.create(
        point=point, kind=kind, start=start, end=end, reason=reason, document=document.strip(),
        by=actor.name, at=now,
    )  # fmt: skip
    after: dict[str, Any] = model_to_dict(made) | {"point": point.code}
    after["hours"] = _touch(point, start, end, now, "declaration")
    after["late_minutes"] = int(late(start, now).total_seconds()) // 60
    record(made, after=after, reason=reason)
    return made


@verb("monitoring.withdraw-declaration")
def withdraw_declaration(
    actor: Actor, declaration: Declaration, reason: str, now: datetime | None = None
) -> Declaration:
    """Take a declaration back; what it kept quiet speaks again. It stays on record."""
    return _withdraw(declaration, reason, now or timezone.now(), "declaration")


@verb("monitoring.judge-suspicion")
def judge_suspicion(
    actor: Actor, suspicion: Suspicion, judged: str, note: str, now: datetime | None = None
) -> Suspicion:
    """Say whether a suspicion is founded, and why. Readings stay as they are: what follows is a review or a case."""
    held = _locked(suspicion)
    note = note.strip()
    known = [value for value, _label in Suspicion._meta.get_field("judged").choices or ()]
    if judged not in known:
        raise ValueError(_("a suspicion is founded or unfounded, not %(said)s") % {"said": judged})
    if not note:
        raise ValueError(_("say why: the note is empty"))
    before = {name: getattr(held, name) for name in ("judged", "judged_by", "note")}
    held.judged, held.note, held.judged_by, held.judged_at = judged, note, actor.name, now or timezone.now()
    held.save()
    after = {
        "judged": judged,
        "judged_by": actor.name,
        "note": note,
        "rule": held.rule,
        "evidence": held.evidence,
    }
    record(held, before=before, after=after, reason=note)
    return held


def _span(start: datetime, end: datetime, reason: str) -> None:
    if not reason:
        raise ValueError(_("say why: the reason is empty"))
    if end <= start:
        raise ValueError(_("the span ends before it begins: %(start)s to %(end)s") % _ends(start, end))
    if end - start > LONGEST:
        raise ValueError(_("the span is longer than a year: %(start)s to %(end)s") % _ends(start, end))


def _ends(start: datetime, end: datetime) -> dict[str, str]:
    return {"start": _said(start), "end": _said(end)}


def _said(time: datetime) -> str:
    return f"{timezone.localtime(time):%Y-%m-%d %H:%M}"


def _withdraw(word: Any, reason: str, now: datetime, cause: str) -> Any:
    held, reason = _locked(word), reason.strip()
    if not reason:
        raise ValueError(_("say why: the reason is empty"))
    if held.withdrawn_at:
        raise ValueError(_("it was withdrawn already, at %(at)s") % {"at": _said(held.withdrawn_at)})
    held.withdrawn_at = now
    held.save()
    hours = _touch(held.point, held.start, held.end, now, cause)
    record(held, before={"withdrawn_at": None}, after={"withdrawn_at": now, "hours": hours}, reason=reason)
    return held


def _locked(row: Any) -> Any:
    kind: type[Model] = type(row)
    return kind._default_manager.select_for_update().get(pk=row.pk)


def _touch(point: Point, start: datetime, end: datetime, now: datetime, cause: str) -> int:
    """Have the hours recomputed in which readings of the span can stand, none that is still to come; how many.

    What is declared for hours to come is seen when they are worked out.
    """
    return touch([point.code], start, min(end, now), cause)
