"""Forms of rounds; the verbs decide."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huanzhi.people.models import Organisation
from huanzhi.plan.actions.rounds import Said, Scope
from huanzhi.plan.models import Answer, Asked, Document, TaskState
from huanzhi.work.obligations.recurrence import containing, key_of

PLAIN_DATE = {"type": "date"}
PERIODS = {
    "month": _("last month"),
    "quarter": _("last quarter"),
    "half": _("last half-year"),
    "year": _("the year before"),
}


class FilesInput(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Every file given."""
        return [super(FilesField, self).clean(one, initial) for one in data or [] if one]


class OpenRound(forms.Form):
    """A period, whom it asks about what, until when."""

    name = forms.CharField(label=_("Name"), max_length=80)
    first_day = forms.DateField(
        label=_("First day"), widget=forms.DateInput(attrs=PLAIN_DATE, format="%Y-%m-%d")
    )
    last_day = forms.DateField(
        label=_("Last day"), widget=forms.DateInput(attrs=PLAIN_DATE, format="%Y-%m-%d")
    )
    due_at = forms.DateTimeField(
        label=_("Due"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: ten working days after the period, or after today when that is later."),
    )
    chapters = forms.MultipleChoiceField(
        label=_("Chapters"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: all."),
    )
    tasks = forms.CharField(
        label=_("Tasks"),
        required=False,
        max_length=1000,
        help_text=_("Numbers as T021, T027; empty: all of these chapters."),
    )
    organisations = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("Departments"),
        required=False,
        to_field_name="code",
        help_text=_("None chosen: all that lead or answer for a task."),
    )
    supporting = forms.BooleanField(label=_("Ask those who support a task, too"), required=False)

    def __init__(
        self, *args: Any, document: Document, user: Any, period: str = "quarter", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self._codes = set(document.tasks.values_list("code", flat=True))
        period = period if period in PERIODS else "quarter"
        first, last = containing(period, containing(period, timezone.localdate())[0] - timedelta(days=1))
        start = {"name": key_of(period, first), "first_day": first, "last_day": last}
        for field, value in start.items():
            self.fields[field].initial = value
        chapters = set(document.tasks.values_list("chapter", flat=True))
        titles = {row["chapter"]: row["title"] for row in document.outline if row["level"] == 1}
        named = [(str(n), titles.get(n, str(n))) for n in sorted(chapters)]
        self.fields["chapters"].choices = named  # type: ignore[attr-defined]
        bodies = Organisation.objects.visible_to(user).filter(task_roles__task__document=document).distinct()
        self.fields["organisations"].queryset = bodies  # type: ignore[attr-defined]

    def clean_tasks(self) -> frozenset[str]:
        """Numbers of tasks that are there."""
        given = set(re.split(r"[\s,，、;；]+", self.cleaned_data["tasks"].strip())) - {""}
        if wrong := sorted(given - self._codes):
            raise forms.ValidationError(
                gettext("the plan has no task %(codes)s") % {"codes": ", ".join(wrong)}
            )
        return frozenset(given)

    def scope(self) -> Scope:
        """Whom it asks about what."""
        said = self.cleaned_data
        return Scope(
            frozenset(map(int, said["chapters"])),
            said["tasks"],
            organisations=frozenset(body.code for body in said["organisations"]),
            supporting=said["supporting"],
        )


class AnswerForm(forms.Form):
    """One answer; a field for each number that the task's targets name. Its names begin with `a` and the key."""

    state = forms.ChoiceField(label=_("How far it is"), choices=TaskState.choices[1:])
    done = forms.CharField(
        label=_("What was done in this period"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
    )
    blocker = forms.CharField(
        label=_("What is in the way"),
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=2000,
    )
    asks = forms.CharField(label=_("Who must help, with what"), required=False, max_length=400)
    next_step = forms.CharField(label=_("Next step"), required=False, max_length=400)
    next_on = forms.DateField(
        label=_("Next step by"), required=False, widget=forms.DateInput(attrs=PLAIN_DATE, format="%Y-%m-%d")
    )
    files = FilesField(  # type: ignore[assignment]
        label=_("Evidence"), required=False, help_text=_("Photo, PDF, Word, Excel or text; kept as it is.")
    )

    def __init__(self, *args: Any, asked: Asked, newest: Answer | None = None, **kwargs: Any) -> None:
        kwargs |= {"prefix": f"a{asked.pk}", "initial": _said_before(asked, newest)}
        super().__init__(*args, **kwargs)
        self.targets = [target for target in asked.task.targets.all() if target.value is not None]
        for target in self.targets:
            self.fields[f"q{target.pk}"] = forms.CharField(
                label=target.text[:60], required=False, max_length=20, help_text=target.unit
            )
        self.order_fields(["state", "done", *(f"q{target.pk}" for target in self.targets)])

    def said(self) -> Said:
        """As the verb takes it."""
        held = self.cleaned_data
        numbers = [
            {"target": target.text, "value": held[f"q{target.pk}"], "unit": target.unit}
            for target in self.targets
        ]
        words = {name: held[name] for name in ("state", "done", "blocker", "asks", "next_step", "next_on")}
        return Said(**words, quantities=numbers)


def _said_before(asked: Asked, newest: Answer | None) -> dict[str, Any]:
    """What the fields begin with: the answer that was given back, else the state and the next step of last time."""
    if newest is not None:
        names = ("state", "done", "blocker", "asks", "next_step", "next_on")
        return {name: getattr(newest, name) for name in names}
    before = asked.before
    day = before.get("next_on")
    return {
        "state": before.get("state", TaskState.UNDERWAY),
        "next_step": before.get("next_step", ""),
        "next_on": date.fromisoformat(day) if day else None,
    }


class Return(forms.Form):
    """Why an answer goes back, and until when."""

    reason = forms.CharField(
        label=_("What the answer lacks"), widget=forms.Textarea(attrs={"rows": 2}), max_length=1000
    )
    due_at = forms.DateTimeField(
        label=_("Due again"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Empty: three working days."),
    )
