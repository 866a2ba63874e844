"""News in words: what happened, to what, until when, where to look."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huanzhi.work.kinds import named
from huanzhi.work.notice import Notice


def about(notice: Notice) -> str:
    """The case or the duty that it is about."""
    if notice.case is not None:
        return f"{notice.case.number} {notice.case.title}"
    return str(notice.duty)


def kind(notice: Notice) -> str:
    """The kind of the case, in the reader's language; nothing for a duty."""
    if notice.case is None:
        return ""
    return named(notice.case.kind)


def path(notice: Notice) -> str:
    """Where on this site to look."""
    if notice.case is not None:
        return reverse("desk:case", args=[notice.case.number])
    return reverse("desk:duty", args=[notice.duty_id])


def simulated(notice: Notice) -> bool:
    """Whether it is about something that is not real."""
    held = notice.case or notice.duty
    return held is not None and held.simulated


def line(notice: Notice) -> str:
    """One line of a mail."""
    parts = [f"【{notice.get_reason_display()}】{about(notice)}"]
    if notice.due_at is not None:
        parts.append(_("due %(time)s") % {"time": f"{timezone.localtime(notice.due_at):%Y-%m-%d %H:%M}"})
    if notice.for_user is not None:
        parts.append(_("you stand in for %(name)s") % {"name": notice.for_user})
    if simulated(notice):
        parts.append(_("simulated"))
    return " · ".join(parts)


def item(notice: Notice) -> dict[str, Any]:
    """One item of a call; it names no person."""
    return {
        "reason": notice.reason,
        "words": str(notice.get_reason_display()),
        "case": notice.case.number if notice.case else None,
        "duty": notice.duty_id,
        "kind": notice.case.kind if notice.case else None,
        "title": about(notice),
        "urgent": notice.urgent,
        "at": notice.at.isoformat(),
        "due": notice.due_at.isoformat() if notice.due_at else None,
        "simulated": simulated(notice),
        "url": settings.SITE + path(notice),
    }
