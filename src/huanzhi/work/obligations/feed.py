"""iCalendar 日历订阅: duties as all-day events with their reminders (RFC 5545), for any calendar that subscribes."""

import hashlib
from collections.abc import Callable, Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from huanzhi.work.obligation import Obligation

PRODUCT = "-//Huanzhi//duties//ZH"


def hashed(secret: str) -> str:
    """What is kept of a secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def calendar(
    rows: Iterable[Obligation], title: str, address: Callable[[Obligation], str], host: str, today: date
) -> bytes:
    """The duties as a calendar; `address` gives the page of one, `host` makes its identifier unique in the world."""
    made = Calendar()
    made.add("prodid", PRODUCT)
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", title)
    made.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    for row in rows:
        made.add_component(_event(row, address(row), host, today))
    return bytes(made.to_ical())


def _event(row: Obligation, address: str, host: str, today: date) -> Event:
    event = Event()
    event.add("uid", f"duty-{row.pk}@{host}")
    event.add("dtstamp", row.settled_at or row.changed_at)
    event.add("sequence", row.changes + bool(row.outcome))
    event.add("dtstart", row.due_on)
    event.add("dtend", row.due_on + timedelta(1))
    event.add("transp", "TRANSPARENT")
    event.add("summary", _summary(row, today))
    event.add("description", "\n".join(_lines(row)))
    event.add("url", address)
    if not row.outcome:
        for days in row.terms["remind"]:
            event.add_component(_alarm(days, row))
    return event


def _summary(row: Obligation, today: date) -> str:
    state = _("proved") if row.outcome else _("late") if row.late_on(today) else ""
    words = f"{row.what} · {row.subject_name}"
    return f"[{state}] {words}" if state else words


def _lines(row: Obligation) -> list[str]:
    lines = [f"{row.organisation}", row.terms["clause"]]
    return [*lines, _("Simulated district")] if row.simulated else lines


def _alarm(days: int, row: Obligation) -> Alarm:
    """At nine in the morning, so many days before."""
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", row.what)
    alarm.add("trigger", timedelta(hours=9) - timedelta(days=days))
    return alarm
