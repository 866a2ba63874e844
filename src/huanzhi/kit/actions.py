"""Verbs of registers: save a record, take a spreadsheet in."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.forms.models import model_to_dict

from huanzhi.kit.forms import fitted, form_class, named, starting
from huanzhi.kit.models import Intake, RefusedRow
from huanzhi.kit.register import Record, Register
from huanzhi.kit.spreadsheets import Row
from huanzhi.ledger.verbs import Actor, record, verb


class Unsound(ValueError):
    """A record does not hold together; `errors` says field by field why."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__("; ".join(f"{name}: {' '.join(texts)}" for name, texts in errors.items()))
        self.errors = errors


@dataclass
class Reading:
    """What a spreadsheet would do: rows that are new, that change something, that change nothing, refused ones."""

    new: list[Any] = field(default_factory=list)
    changed: list[tuple[Any, list[str]]] = field(default_factory=list)
    same: int = 0
    refused: list[RefusedRow] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All rows."""
        return len(self.new) + len(self.changed) + self.same + len({row.row for row in self.refused})


@verb("kit.save-record")
def save_record(
    actor: Actor,
    register: Register,
    data: dict[str, Any],
    held: Record | None = None,
    simulated: bool = False,
) -> Record:
    """Make or change a record from what a form, a row or a request says; Unsound when it does not hold together.

    `simulated`: it is invented for a demonstration, and says so from then on.
    """
    before = model_to_dict(held) if held is not None else None
    form = form_class(register.name)(data, instance=held)
    if not form.is_valid():
        raise Unsound({name: [str(text) for text in texts] for name, texts in form.errors.items()})
    form.instance.simulated = form.instance.simulated or simulated
    made: Record = form.save()
    record(made, before=before, after=model_to_dict(made))
    return made


def read_rows(register: Register, rows: list[Row]) -> Reading:
    """What taking these rows in would do; nothing is written."""
    reading = Reading()
    held = {one.code: one for one in register.model._default_manager.all()}
    seen: dict[str, int] = {}
    names = named(register)
    for number, row in rows:
        data, unknown = fitted(register, row, names)
        code = data.get("code", "")
        wrong = [(name, row[name], "no such column in this register") for name in unknown if row[name]]
        if code in seen:
            wrong.append(("code", code, f"the same code as in row {seen[code]}"))
        seen.setdefault(code, number)
        known = held.get(code)
        form = form_class(register.name)({**starting(register.name, known), **data}, instance=known)
        form.full_clean()
        wrong += [
            (name, data.get(name, ""), " ".join(map(str, texts))) for name, texts in form.errors.items()
        ]
        if wrong:
            raw = json.dumps(row, ensure_ascii=False)
            reading.refused += [
                RefusedRow(row=number, field=f, value=v, reason=why, raw=raw) for f, v, why in wrong
            ]
        elif known is None:
            reading.new.append(form)
        elif form.changed_data:
            reading.changed.append((form, form.changed_data))
        else:
            reading.same += 1
    return reading


@verb("kit.import-records")
def import_records(
    actor: Actor, register: Register, rows: list[Row], file_name: str, content: bytes
) -> Intake:
    """Take a spreadsheet in: sound rows are saved, the others kept with their reasons."""
    reading = read_rows(register, rows)
    refused = len({row.row for row in reading.refused})
    intake = Intake.objects.create(
        format=f"register:{register.name}",
        file_name=file_name,
        sha256=hashlib.sha256(content).hexdigest(),
        rows_total=reading.total,
        rows_taken=reading.total - refused,
        rows_refused=refused,
        actor_name=actor.name,
    )
    for row in reading.refused:
        row.intake = intake
    RefusedRow.objects.bulk_create(reading.refused)
    for form in [*reading.new, *(form for form, _changed in reading.changed)]:
        before = (
            {name: str(form.initial.get(name)) for name in form.changed_data} if form.instance.pk else None
        )
        made = form.save()
        record(made, before=before, after=model_to_dict(made), reason=f"{file_name} ({intake.pk})")
    record(intake, after=model_to_dict(intake))
    return intake
