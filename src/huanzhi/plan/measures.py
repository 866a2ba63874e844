"""Measures of the plan: figures that come by document (填报), declared as data; reductions by works (see `reduced`)."""

import tomllib
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy, gettext_noop

from huanzhi.measures.measure import Measure, add
from huanzhi.measures.stated import never, prove
from huanzhi.plan.reduced import REDUCTIONS

__all__ = ["REDUCTIONS", "STATED"]

NAMES = (
    gettext_noop("Forest cover"),
    gettext_noop("Area under the ecological red line"),
    gettext_noop("Fall of carbon dioxide per unit of GDP"),
    gettext_noop("Fall of energy per unit of GDP"),
    gettext_noop("Share of non-fossil energy"),
    gettext_noop("Key construction land used safely, as found"),
)


def _declare(row: dict[str, Any]) -> Measure:
    return add(
        Measure(
            code=row["code"],
            name=gettext_lazy(row["name"]),
            unit=row["unit"],
            decimals=row["decimals"],
            matches=(),
            compute=never,
            prove=prove,
            over="document",
            sources=gettext_lazy("a document of the body that counts it, with number and date"),
            validity=gettext_lazy("one document a year; the newest counts"),
            empty=row["issuer"],
        )
    )


STATED = [
    _declare(row)
    for row in tomllib.loads(Path(__file__).with_name("stated.toml").read_text(encoding="utf-8"))["measure"]
]
