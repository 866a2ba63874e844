"""Words of assessments: verdicts, what they were held against, what lacks, levels and triggers, in both languages."""

from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from huanzhi.plan.assessment.editions import edition
from huanzhi.plan.models import TaskState
from huanzhi.plan.words import LACKS
from huanzhi.plan.words import SHORT_LACKS as PLAN_SHORT

VERDICTS = {
    "met": gettext_lazy("met"),
    "not_met": gettext_lazy("not met"),
    "cannot": gettext_lazy("cannot be computed"),
    "qualitative": gettext_lazy("in words, no finding yet"),
}
BASES = {
    "path": gettext_lazy("line from the baseline to the target"),
    "year-target": gettext_lazy("target of the year"),
    "target": gettext_lazy("target of the last year"),
    "finding": gettext_lazy("a finding with its document"),
}
TASK_STATES = {
    **dict(TaskState.choices),
    "unasked": gettext_lazy("not asked and not reported"),
}
KNOWN = {
    "cut-off": gettext_lazy("reported by the cut-off"),
    "later": gettext_lazy("first reported after the cut-off"),
    "never": gettext_lazy("never reported"),
}
PARTS = {
    "indicators": gettext_lazy("Indicators"),
    "tasks": gettext_lazy("Tasks"),
    "works": gettext_lazy("Works"),
    "rounds": gettext_lazy("Rounds"),
    "rectification": gettext_lazy("Rectification"),
}
MORE_LACKS = {
    "baseline": gettext_lazy(
        "A baseline: the plan prints none, so there is no line to hold the year against."
    ),
    "finding": gettext_lazy("A finding in words with its document: number, issuing body and date."),
}
SHORT_LACKS = {
    "baseline": gettext_lazy("no baseline printed"),
    "finding": gettext_lazy("no finding stated"),
}


def lacks(word: str) -> str:
    """What lacks, in a sentence."""
    known: dict[Any, Any] = {**LACKS, **MORE_LACKS}
    return str(known.get(word, word))


def in_short(word: str) -> str:
    """What lacks, in few words, for a table."""
    known: dict[Any, Any] = {**PLAN_SHORT, **SHORT_LACKS}
    return str(known.get(word, word))


def said(row: dict[str, Any]) -> str:
    """The words of a row of the rules in the reader's language."""
    return str(row["zh"] if (get_language() or "").startswith("zh") else row["en"])


def level_words(code: str, rules: dict[str, Any]) -> str:
    """What a level is called; empty where there is none."""
    return next((said(row) for row in rules["level"] if row["code"] == code), "")


def rule_words(code: str, rules: dict[str, Any]) -> str:
    """What a trigger says."""
    return next((said(row) for row in rules["trigger"] if row["code"] == code), code)


def trigger_words(code: str, rules: str) -> str:
    """The same by the edition's code."""
    return rule_words(code, edition(rules))


def answer(counts: dict[str, int], year: int) -> str:
    """The whole in a sentence: how many indicators are met, not met, cannot be told, and why not."""
    words = {"all": sum(counts.values()), "year": year, **counts}
    said_ = _(
        "%(all)s indicators in %(year)s: %(met)s met, %(not_met)s not met, %(cannot)s cannot be computed, "
        "%(qualitative)s in words without a finding."
    )
    return said_ % words
