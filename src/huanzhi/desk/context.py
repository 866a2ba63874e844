"""What every page needs to know."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from huanzhi.monitoring.attention import attention
from huanzhi.monitoring.queries import any_simulated
from huanzhi.plan.queries import current_plan, open_questions
from huanzhi.work.queries import open_cases


@dataclass(frozen=True)
class Entry:
    """A line of the menu."""

    words: str
    href: str
    count: int | None = None


def page(request: HttpRequest) -> dict[str, object]:
    """The template context of every page; the menu is counted only where it is shown."""
    return {
        "demo": settings.DEMO,
        "theme": request.COOKIES.get("theme", ""),
        "menu": SimpleLazyObject(lambda: menu(request)),
        "plan_title": SimpleLazyObject(lambda: getattr(current_plan(), "title", "")),
        "has_simulated": SimpleLazyObject(any_simulated),
    }


def menu(request: HttpRequest) -> list[tuple[str, list[Entry]]]:
    """The desk's menu for this person: what they have no part in is not there."""
    user: Any = request.user
    if not user.is_authenticated:
        return []
    document = current_plan()
    questions = open_questions(document).count() if document else None
    cases = open_cases(user).count()
    parts = [
        (
            _("Plan"),
            [
                Entry(_("Cockpit"), reverse("desk:cockpit")),
                Entry(_("Indicators"), reverse("desk:indicators")),
                Entry(_("Tasks"), reverse("desk:tasks")),
                Entry(_("Outline"), reverse("desk:outline")),
                Entry(_("Departments"), reverse("desk:departments")),
                Entry(_("Works and dates"), reverse("desk:projects")),
                Entry(_("Open questions"), reverse("desk:questions"), questions),
            ],
        ),
        (_("To do"), [Entry(_("Cases"), reverse("desk:cases"), cases)]),
        (_("Data"), [Entry(_("Air now"), reverse("desk:air")), Entry(_("Registers"), reverse("kit:index"))]),
    ]
    if user.scope().everything:
        parts[2][1][1:1] = _instruments()
        parts[2][1].append(Entry(_("Intakes"), reverse("desk:intakes")))
        parts[2][1].append(Entry(_("Ledger"), reverse("desk:ledger")))
    return parts


def _instruments() -> list[Entry]:
    """Devices and what is the matter with them; each counted in one query."""
    count = attention()
    return [
        Entry(_("Devices"), reverse("desk:devices"), count.offline),
        Entry(_("Episodes"), reverse("desk:episodes"), count.running),
        Entry(_("Quarantine"), reverse("desk:quarantine"), count.quarantined),
        Entry(_("Suspicions"), reverse("desk:suspicions"), count.suspicions),
    ]
