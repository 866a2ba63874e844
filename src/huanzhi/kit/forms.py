"""Forms of registers, from the declaration: one for the page, the same for a row of a spreadsheet."""

from collections import Counter
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


class SeenForm(forms.Form):
    """A form whose choices of records are those that the user may see; `among` narrows them further."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            chosen: Any = getattr(field, "queryset", None)
            if isinstance(field, forms.ModelChoiceField) and issubclass(chosen.model, Record):
                rows = chosen.model._default_manager.visible_to(user)  # type: ignore[attr-defined]
                field.queryset = self.among(name, rows)

    def among(self, name: str, rows: Any) -> Any:
        """Which of the rows a field offers."""
        return rows


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


def named(register: Register) -> dict[str, dict[str, str]]:
    """By reference of a register: the codes of its records by their names, where a name is that of one record alone."""
    found: dict[str, dict[str, str]] = {}
    for name in register.references:
        model = register.model._meta.get_field(name).related_model
        if isinstance(model, type) and issubclass(model, Record):
            rows = model._default_manager.values_list("name", "code")
            times = Counter(text for text, _code in rows)
            codes = {code for _text, code in rows}
            found[name] = {text: code for text, code in rows if times[text] == 1 and text not in codes}
    return found


def fitted(
    register: Register, row: dict[str, str], names: dict[str, dict[str, str]] | None = None
) -> tuple[dict[str, str], list[str]]:
    """A spreadsheet's row by field name, choices by their value; and the columns that nobody knows.

    Columns may be headed by the field's name or by its words; a choice may be written as its label, a reference by
    the name of its record (`names`, as `named` gives them) instead of its code.
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
        known[name] = labels.get(value, (names or {}).get(name, {}).get(value, value))
    return known, unknown
