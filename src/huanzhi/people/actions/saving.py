"""Saving a record by its code, with what it was and what it became in the ledger."""

from typing import Any

from django.forms.models import model_to_dict

from huanzhi.ledger.verbs import record


def save_by_code(model: Any, code: str, values: dict[str, Any]) -> Any:
    """Make or change the record of that code."""
    held = model.objects.filter(code=code).first()
    before = model_to_dict(held) if held else None
    made = held or model(code=code)
    for name, value in values.items():
        setattr(made, name, value)
    made.full_clean()
    made.save()
    after = model_to_dict(made)
    record(made, before=before, after=after if before != after else {"unchanged": True})
    return made
