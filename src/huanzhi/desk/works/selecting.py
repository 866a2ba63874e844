"""The list of works and how it is narrowed: where it is printed, stage, what is missing, late, in the way."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huanzhi.plan.models import Project
from huanzhi.plan.works.lists import stage_choices
from huanzhi.plan.works.project import Origin
from huanzhi.plan.works.queries import WHAT, Lack, Late, lacks, lateness, stage_of


@dataclass(frozen=True)
class Row:
    """A work in the list."""

    work: Project
    stage: Any
    lacks: list[Lack]
    late: Late | None
    blockers: int


class Narrow(forms.Form):
    """Its state lives in the address."""

    q = forms.CharField(label=_("Words"), required=False)
    origin = forms.ChoiceField(
        label=_("Printed in"), required=False, choices=[("", _("all")), *Origin.choices]
    )
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    missing = forms.ChoiceField(label=_("Missing"), required=False)
    only = forms.ChoiceField(
        label=_("Only"),
        required=False,
        choices=[("", _("all")), ("late", _("late")), ("blocked", _("something in the way"))],
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        every = ("", _("all"))
        self.fields["stage"].choices = [every, ("none", _("before the first")), *stage_choices()]  # type: ignore[attr-defined]
        self.fields["missing"].choices = [every, ("any", _("anything")), *WHAT.items()]  # type: ignore[attr-defined]

    def keeps(self, row: Row) -> bool:
        """Whether a work is asked for."""
        said = self.cleaned_data if self.is_valid() else {}
        words = (said.get("q") or "").strip()
        stage = row.stage.code if row.stage else "none"
        missing = {lack.what for lack in row.lacks} | ({"any"} if row.lacks else set())
        return all(
            (
                not words or words in row.work.name or words.upper() == row.work.code,
                said.get("origin") in ("", None, row.work.origin),
                said.get("stage") in ("", None, stage),
                said.get("missing") in ({"", None} | missing),
                said.get("only") != "late" or row.late is not None,
                said.get("only") != "blocked" or row.blockers > 0,
            )
        )


def rows(works: list[Project], in_the_way: dict[int, int], today: date) -> list[Row]:
    """Each work with where it stands."""
    return [
        Row(work, stage_of(work), lacks(work), lateness(work, today), in_the_way.get(work.pk, 0))
        for work in works
    ]


def counts(found: list[Row]) -> dict[str, int]:
    """What the head of the page says."""
    missing = Counter(lack.what for row in found for lack in row.lacks)
    return {
        "all": len(found),
        "box": sum(row.work.origin == Origin.BOX for row in found),
        "text": sum(row.work.origin == Origin.TEXT for row in found),
        "late": sum(row.late is not None for row in found),
        "blocked": sum(row.blockers > 0 for row in found),
        "without_owner": missing["owner"],
        "without_budget": missing["budget"],
    }
