"""清单 Lists that works rest on, as data: stages with their gates, sources of money, pollutants."""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.utils.functional import lazy
from django.utils.translation import get_language


@dataclass(frozen=True)
class Term:
    """A word of a list in both languages."""

    code: str
    zh: str
    en: str

    @property
    def words(self) -> str:
        """In the language that is spoken."""
        return self.zh if (get_language() or "zh").startswith("zh") else self.en


@dataclass(frozen=True)
class Stage(Term):
    """阶段: its gate takes a document number, a file, somebody else's confirmation, or not."""

    number: bool
    file: bool
    confirm: bool


@dataclass(frozen=True)
class Source(Term):
    """资金来源: whether it is money of a budget."""

    public: bool


def _rows(file: str, table: str) -> list[dict[str, Any]]:
    text = resources.files("huanzhi.plan.works").joinpath(file).read_text(encoding="utf-8")
    return tomllib.loads(text)[table]


@cache
def stages() -> dict[str, Stage]:
    """Every stage by its code, in their order."""
    return {row["code"]: Stage(**row) for row in _rows("stages.toml", "stage")}


@cache
def sources() -> dict[str, Source]:
    """Every source of money by its code."""
    return {row["code"]: Source(**row) for row in _rows("sources.toml", "fund")}


@cache
def pollutants() -> dict[str, Term]:
    """Every pollutant by its code."""
    return {row["code"]: Term(**row) for row in _rows("pollutants.toml", "pollutant")}


def _choices(terms: dict[str, Any]) -> list[tuple[str, Any]]:
    """Labels that speak the reader's language when they are shown, not when they are made."""
    said = lazy(lambda code: terms[code].words, str)
    return [(code, said(code)) for code in terms]


def stage_choices() -> list[tuple[str, Any]]:
    """For fields that name a stage."""
    return _choices(stages())


def source_choices() -> list[tuple[str, Any]]:
    """For fields that name a source of money."""
    return _choices(sources())


def pollutant_choices() -> list[tuple[str, Any]]:
    """For fields that name a pollutant."""
    return _choices(pollutants())
