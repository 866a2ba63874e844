"""Where a problem came from, as a link: the page of what its origin names."""

from typing import Any

from django.urls import reverse

from huanzhi.plan.coordination.origins import find
from huanzhi.plan.models import Answer, Blocker

PAGES = {
    "indicator": "desk:indicator",
    "task": "desk:task",
    "project": "desk:project",
    "problem": "desk:problem",
    "item": "desk:rectification-item",
    "case": "desk:case",
}


def origin_of(origin: str) -> tuple[str, str]:
    """What it is called and the address of its page; the address is empty where there is none."""
    if not origin:
        return "", ""
    try:
        found: Any = find(origin)
    except ValueError:
        return origin, ""
    kind, _colon, key = origin.partition(":")
    if isinstance(found, Blocker):
        return (
            f"{found.project} · {found}",
            f"{reverse('desk:project', args=[found.project.code])}#blocker-{key}",
        )
    if isinstance(found, Answer):
        return f"{found.asked.organisation} · {found.asked.task}", reverse(
            "desk:asked", args=[found.asked_id]
        )
    return str(found), reverse(PAGES[kind], args=[key]) if kind in PAGES else ""
