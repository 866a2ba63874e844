"""What every page needs to know."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from huanzhi.desk.selection import looked_at
from huanzhi.monitoring.attention import attention
from huanzhi.monitoring.queries import any_simulated
from huanzhi.plan.queries import open_questions
from huanzhi.work.notices.reading import MOST, unread
from huanzhi.work.queries import open_cases


@dataclass(frozen=True)
class Entry:
    """A line of the menu."""

    words: str
    href: str
    count: int | None = None


def page(request: HttpRequest) -> dict[str, object]:
    """The template context of every page; the menu is counted only where it is shown."""
    fresh = cache(lambda: unread(request.user))  # a template calls it; asked once, and only where it stands
    return {
        "demo": settings.DEMO,
        "theme": request.COOKIES.get("theme", ""),
        "menu": SimpleLazyObject(lambda: menu(request)),
        "unread": fresh,
        "bell": lambda: f"{MOST}+" if fresh() > MOST else fresh(),
        "plan_title": SimpleLazyObject(lambda: getattr(looked_at(request).at, "title", "")),
        "elsewhere": lambda: looked_at(request).elsewhere,
        "has_simulated": SimpleLazyObject(any_simulated),
    }


def menu(request: HttpRequest) -> list[tuple[str, list[Entry]]]:
    """The desk's menu for this person: what they have no part in is not there."""
    user: Any = request.user
    if not user.is_authenticated:
        return []
    document = looked_at(request).at
    questions = open_questions(document).count() if document else None
    cases = open_cases(user).count()
    parts = [
        (
            _("Plan"),
            [
                Entry(_("Cockpit"), reverse("desk:cockpit")),
                Entry(_("Indicators"), reverse("desk:indicators")),
                Entry(_("Figures"), reverse("desk:figures")),
                Entry(_("Tasks"), reverse("desk:tasks")),
                Entry(_("Outline"), reverse("desk:outline")),
                Entry(_("Departments"), reverse("desk:departments")),
                Entry(_("Open questions"), reverse("desk:questions"), questions),
                Entry(_("Amendments"), reverse("desk:amendments")),
                Entry(_("Plans"), reverse("desk:plans")),
            ],
        ),
        (
            _("To do"),
            [
                Entry(_("Work desk"), reverse("desk:work")),
                Entry(_("Cases"), reverse("desk:cases"), cases),
                Entry(_("Duties"), reverse("desk:duties")),
                Entry(_("In the field"), reverse("desk:field")),
                Entry(_("The five rates"), reverse("desk:rates")),
                Entry(_("Routing rules"), reverse("desk:routing")),
            ],
        ),
        (_("Data"), [Entry(_("Air now"), reverse("desk:air")), Entry(_("Registers"), reverse("kit:index"))]),
    ]
    if user.scope().everything:
        parts[2][1][1:1] = _instruments()
        parts[2][1].append(Entry(_("Intakes"), reverse("desk:intakes")))
        parts[2][1].append(Entry(_("Ledger"), reverse("desk:ledger")))
    people = [Entry(_("Grid"), reverse("desk:grid")), Entry(_("Account"), reverse("people:account"))]
    if user.as_actor().may("people.read-sign-ins"):
        people.append(Entry(_("Sign-ins"), reverse("people:sign-ins")))
    parts.insert(1, (_("The year"), _year()))
    return [*parts, (_("People"), people)]


def _year() -> list[Entry]:
    """What carries the plan through its years."""
    return [
        Entry(_("Annual plan"), reverse("desk:annual-plans")),
        Entry(_("Rounds"), reverse("desk:rounds")),
        Entry(_("Works and money"), reverse("desk:projects")),
        Entry(_("Coordination"), reverse("desk:problems")),
        Entry(_("Rectification"), reverse("desk:rectification")),
        Entry(_("Assessment"), reverse("desk:assessments")),
        Entry(_("Reports"), reverse("desk:reports")),
    ]


def _instruments() -> list[Entry]:
    """Devices and what is the matter with them; each counted in one query."""
    count = attention()
    return [
        Entry(_("Devices"), reverse("desk:devices"), count.offline),
        Entry(_("Episodes"), reverse("desk:episodes"), count.running),
        Entry(_("Quarantine"), reverse("desk:quarantine"), count.quarantined),
        Entry(_("Suspicions"), reverse("desk:suspicions"), count.suspicions),
    ]
