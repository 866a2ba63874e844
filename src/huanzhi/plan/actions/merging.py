"""Reading a plan again: what changed is changed, what was reported and answered stays."""

from typing import Any

from django.utils import timezone

from huanzhi.plan.actions import intake
from huanzhi.plan.models import Document, Indicator

FIELDS = ("category", "name", "unit", "baseline", "target", "comparator", "value", "assigned", "binding")


def replace(held: Document, read: dict[str, Any], digest: str, file_name: str, text: str) -> dict[str, Any]:
    """Bring a document in line with a new reading of it; returns what changed."""
    changes: dict[str, Any] = {}
    for row in read["indicators"]:
        indicator = Indicator.objects.filter(document=held, no=row["no"]).first()
        before = {key: _plain(getattr(indicator, key)) for key in FIELDS} if indicator else {}
        differs = {key: [before.get(key), row[key]] for key in FIELDS if before.get(key) != row[key]}
        if differs:
            changes[f"indicator:{row['no']}"] = differs
            Indicator.objects.update_or_create(
                document=held, no=row["no"], defaults={key: row[key] for key in FIELDS}
            )
    printed = {task.code: task.title for task in held.tasks.all()}
    for row in read["tasks"]:
        if printed.get(row["id"]) != row["title"]:
            changes[f"task:{row['id']}"] = [printed.get(row["id"]), row["title"]]
    intake.parts(held, read, text)
    held.sha256, held.source, held.imported_at = digest, file_name, timezone.now()
    held.outline = read["outline"]
    held.save()
    return changes


def _plain(value: Any) -> Any:
    return float(value) if hasattr(value, "as_tuple") else value
