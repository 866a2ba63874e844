"""Forms of registers, from the declaration: one for the page, the same for a row of a spreadsheet."""

from functools import cache
from typing import Any

from django import forms
from django.db import models

from huanzhi.kit.register import Record, Register, find


class RecordForm(forms.ModelForm):
    """References stand in it by code, as spreadsheets and requests write them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            held = getattr(self.instance, name, None) if isinstance(field, forms.ModelChoiceField) else None
            if isinstance(held, Record):
                self.initial[name] = held.code


def starting(name: str, held: Record | None) -> dict[str, Any]:
    """What a record's own form would send: as it stands, or as a new one begins."""
    form = form_class(name)(instance=held)
    values = {key: form[key].value() for key in form.fields}
    return {key: value for key, value in values.items() if value is not None}


@cache
def form_class(name: str) -> type[forms.ModelForm]:
    """The form of a register; a reference to another register is given by its code."""
    register = find(name)
    return forms.modelform_factory(
        register.model,
        form=RecordForm,
        fields=register.form_fields,
        formfield_callback=_field,
        help_texts=register.hints or None,
    )


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
