"""摘要: many notices as one mail or one call. Composed in the installation's language."""

import json
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from huanzhi.work.delivery import Webhook
from huanzhi.work.notice import Notice
from huanzhi.work.notices.terms import terms
from huanzhi.work.notices.words import item, line, path


def subject(rows: list[Notice], urgent: bool) -> str:
    """What stands over it; one alone says what it is."""
    with override(settings.LANGUAGE_CODE):
        if len(rows) == 1:
            said = " ".join(line(rows[0]).split())[:150]
        else:
            said = ngettext("%(n)s notice", "%(n)s notices", len(rows)) % {"n": len(rows)}
        head = _("Huanzhi, urgent") if urgent else _("Huanzhi")
        return f"{head}: {said}"


def text(rows: list[Notice]) -> str:
    """The mail: urgent ones first, then the newest; at most as many lines as agreed, the rest counted."""
    with override(settings.LANGUAGE_CODE):
        shown, more = _cut(rows)
        parts = [f"{line(row)}\n{settings.SITE}{path(row)}" for row in shown]
        if more:
            said = ngettext("and %(n)s more", "and %(n)s more", more) % {"n": more}
            parts.append(f"{said}\n{settings.SITE}{reverse('desk:notices')}")
        foot = _("How you are told, or not at all:")
        return "\n\n".join([*parts, f"-- \n{foot} {settings.SITE}{reverse('desk:notice-settings')}"]) + "\n"


def call(hook: Webhook, rows: list[Notice], key: UUID, urgent: bool, now: datetime) -> str:
    """The body of a webhook's call: JSON, with a plain text for tools that only show one."""
    with override(settings.LANGUAGE_CODE):
        shown, more = _cut(rows)
        body = {
            "delivery": str(key),
            "made_at": now.isoformat(),
            "organisation": {"code": hook.organisation.code, "name": hook.organisation.name},
            "urgent": urgent,
            "count": len(rows),
            "text": "\n".join([subject(rows, urgent), *(line(row) for row in shown if len(rows) > 1)]),
            "items": [item(row) for row in shown],
            "more": more,
        }
        return json.dumps(body, ensure_ascii=False)


def _cut(rows: list[Notice]) -> tuple[list[Notice], int]:
    first = sorted(rows, key=lambda row: (not row.urgent, -row.at.timestamp(), -row.pk))
    most = terms()["lines"]
    return first[:most], max(0, len(rows) - most)
