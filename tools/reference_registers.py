"""The reference page of each register, written from its declaration in both languages."""

import sys
from typing import Any

from django.db.models import Field
from django.utils.translation import override

KINDS = {
    "CharField": "text", "TextField": "text", "BooleanField": "yes or no", "DateField": "date",
    "DateTimeField": "date and time", "ForeignKey": "reference", "JSONField": "GeoJSON",
    "IntegerField": "whole number", "PositiveIntegerField": "whole number", "BigIntegerField": "whole number",
    "PositiveSmallIntegerField": "whole number", "DecimalField": "decimal", "FloatField": "decimal",
}  # fmt: skip


def both(text: Any) -> tuple[str, str]:
    """A lazy text in English and in Chinese."""
    with override("en"):
        english = str(text)
    with override("zh-hans"):
        return english, str(text)


def _choices(field: Any) -> str:
    return ", ".join(f"`{value}` {both(label)[1]}" for value, label in field.choices or [])


def _row(register: Any, field: Any) -> str:
    english, chinese = both(field.verbose_name)
    kind = KINDS.get(field.get_internal_type(), field.get_internal_type())
    if field.related_model:
        kind = f"code of {both(field.related_model._meta.verbose_name)[0]}"
    needed = "" if field.blank or field.has_default() else "required"
    public = "public" if field.name in register.public else ""
    note = "; ".join(part for part in (_choices(field), needed, public) if part)
    return f"| `{field.name}` | {english} | {chinese} | {kind} | {note} |"


def page(register: Any) -> str:
    """One register: what it is, its fields, how to fill it, find it and read it elsewhere."""
    meta, name = register.model._meta, register.name
    english, chinese = both(meta.verbose_name_plural)
    about = (sys.modules[register.model.__module__].__doc__ or "").strip().splitlines()[0]
    model = (register.model.__doc__ or "").strip().splitlines()[0]
    fields = [meta.get_field(key) for key in register.form_fields]
    rows = "\n".join(_row(register, field) for field in fields if isinstance(field, Field))
    filters = ", ".join(f"`{key}` ({', '.join(how)})" for key, how in register.filters.items()) or "none"
    public = ", ".join(f"`{key}`" for key in register.public) or "nothing"
    shown = {"point": "a point", "area": "an area"}.get(register.map or "", "not shown")
    return f"""# {english} {chinese}

{about}

{model}

| field | English | 中文 | kind | note |
|---|---|---|---|---|
{rows}

- **Desk**: list, form, import with preview and export at `/registers/{name}/`.
- **Import**: `huanzhi import register:{name} FILE` takes a `.csv` or `.xlsx` whose header names the fields above.
- **REST**: `/api/registers/{name}/`; the list and the API filter by the same fields: {filters}.
- **Map**: {shown}.
- **Public**: the portal shows {public}, and no other field.
"""


def register_pages() -> dict[str, str]:
    """File name and text of every register's page, and of their index."""
    from huanzhi.kit.register import registers

    known = registers()
    lines = [f"- [{' '.join(both(r.model._meta.verbose_name_plural))}]({r.name}.md)" for r in known]
    index = (
        "# Registers 台账\n\nWritten by `make reference` from the declarations.\n\n" + "\n".join(lines) + "\n"
    )
    return {"index.md": index, **{f"{register.name}.md": page(register) for register in known}}
