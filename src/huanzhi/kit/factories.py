"""What the libraries make of a declaration: table, filters, rows for export, GeoJSON."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import django_filters
import django_tables2
from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_filters.filterset import filterset_factory

from huanzhi.kit.register import Record, Register, find


def address(row: Record) -> str:
    """The page of a record."""
    return reverse("kit:record", args=[row._meta.model_name, row.code])


class RecordTable(django_tables2.Table):
    """Columns of a register; the name leads to the record."""

    name = django_tables2.Column(linkify=lambda record: address(record))

    class Meta:
        template_name = "kit/table.html"
        order_by = ("code",)


@cache
def table_class(name: str) -> type[django_tables2.Table]:
    """The list's table."""
    register = find(name)
    return django_tables2.table_factory(register.model, table=RecordTable, fields=register.columns)


@cache
def filter_class(name: str) -> type[django_filters.FilterSet]:
    """The filters, the same for the list and the API."""
    register = find(name)
    made = filterset_factory(register.model, fields=register.filters)
    for one in made.base_filters.values():
        one.label = register.model._meta.get_field(one.field_name).verbose_name  # type: ignore[union-attr]
        if isinstance(one, django_filters.ChoiceFilter | django_filters.ModelChoiceFilter):
            one.extra["empty_label"] = _("all")
    return made


def cells(register: Register, rows: Iterable[Record], names: list[str] | None = None) -> list[list[str]]:
    """Rows as a spreadsheet holds them, so that what goes out can come in again: references by code."""
    return [[_cell(row, name) for name in names or register.form_fields] for row in rows]


def _cell(row: Record, name: str) -> str:
    value: Any = getattr(row, name)
    if isinstance(value, Record):
        return value.code
    if isinstance(value, Model):
        return str(getattr(row, row._meta.get_field(name).attname))  # type: ignore[union-attr]
    return "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)


def features(register: Register, rows: Iterable[Any]) -> dict[str, Any]:
    """The records as GeoJSON, as the declaration says where they lie."""
    found = []
    for row in rows:
        shape = row.geometry if register.map == "area" else _point(row)
        if shape:
            facts = {"name": row.name, "href": address(row)}
            found.append({"type": "Feature", "properties": facts, "geometry": shape})
    return {"type": "FeatureCollection", "features": found}


def _point(row: Any) -> dict[str, Any] | None:
    if row.lon is None or row.lat is None:
        return None
    return {"type": "Point", "coordinates": [float(row.lon), float(row.lat)]}
