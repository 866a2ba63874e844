"""Measures whose figures come by document (填报): declared as data, entered with number, body and date."""

import tomllib
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy, gettext_noop

from huanzhi.measures.measure import Measure, add
from huanzhi.measures.stated import never, prove

NAMES = (
    gettext_noop("Forest cover"),
    gettext_noop("Area under the ecological red line"),
    gettext_noop("Fall of carbon dioxide per unit of GDP"),
)


def _declare(row: dict[str, Any]) -> Measure:
    return add(
        Measure(
            code=row["code"],
            name=gettext_lazy(row["name"]),
            unit=row["unit"],
            decimals=row["decimals"],
            matches=tuple(row["matches"]),
            compute=never,
            prove=prove,
            over="document",
            sources=gettext_lazy("a document of the body that counts it, with number and date"),
            validity=gettext_lazy("one document a year; the newest counts"),
        )
    )


STATED = [
    _declare(row)
    for row in tomllib.loads(Path(__file__).with_name("stated.toml").read_text(encoding="utf-8"))["measure"]
]
