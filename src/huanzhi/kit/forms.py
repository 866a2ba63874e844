"""Forms of registers, from the declaration: one for the page, the same for a row of a spreadsheet."""

from functools import cache
from typing import Any

from django import forms
from django.db import models

from huanzhi.kit.register import Record, Register, find


@cache
def form_class(name: str) -> type[forms.ModelForm]:
    """The form of a register; a reference to another register is given by its code."""
    register = find(name)
    return forms.modelform_factory(register.model, fields=register.form_fields, formfield_callback=_field)


def _field(field: models.Field, **kwargs: Any) -> Any:
    if isinstance(field, models.ForeignKey) and issubclass(field.related_model, Record):  # type: ignore[arg-type]
        kwargs["to_field_name"] = "code"
    if isinstance(field, models.DateField):
        kwargs["widget"] = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return field.formfield(**kwargs)


def fitted(register: Register, row: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """A spreadsheet's row by field name, choices by their value; and the columns that nobody knows.

    Columns may be headed by the field's name or by its words; a choice may be written as its label.
    """
    meta = register.model._meta
    fields: dict[str, Any] = {name: meta.get_field(name) for name in register.form_fields}
    heads = {str(field.verbose_name): name for name, field in fields.items()} | {
        name: name for name in fields
    }
    known, unknown = {}, []
    for head, value in row.items():
        name = heads.get(head)
        if name is None:
            unknown.append(head)
            continue
        labels = {str(label): str(choice) for choice, label in fields[name].choices or []}
        known[name] = labels.get(value, value)
    return known, unknown
