"""Forms of assessments."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huanzhi.plan.assessment.assessment import Kind
from huanzhi.plan.assessment.editions import STANDARD, editions
from huanzhi.plan.assessment.self_evaluation import INDICATOR, TASK
from huanzhi.plan.assessment.words import said

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def _text(label: Any, rows: int = 3, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=4000, required=required
    )


class Open(forms.Form):
    """Which assessment, of which year, up to which day, by which rules."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    cut_off = forms.DateField(
        label=_("Cut-off date"),
        required=False,
        widget=DATE,
        help_text=_("Without one: the year's last day."),
    )
    rules = forms.ChoiceField(label=_("Edition of the rules"))

    def __init__(self, *args: Any, years: range, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "open", **kwargs})
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]
        self.fields["rules"].choices = [(code, said(row)) for code, row in editions().items()]  # type: ignore[attr-defined]
        self.fields["rules"].initial = STANDARD


class Ask(forms.Form):
    """Until when organisations evaluate themselves."""

    due_on = forms.DateField(label=_("Self-evaluation due"), widget=DATE)


class Conclude(forms.Form):
    """The conclusion and its document."""

    conclusion = _text(_("Conclusion"))
    number = forms.CharField(label=_("Document number"), max_length=80)


class Stated(forms.Form):
    """What a document finds about an indicator in words."""

    met = forms.TypedChoiceField(
        label=_("Finding"), choices=[("1", _("met")), ("0", _("not met"))], coerce=lambda word: word == "1"
    )
    statement = _text(_("What was found"))
    document = forms.CharField(label=_("Document number"), max_length=80)
    issuer = forms.CharField(label=_("Issued by"), max_length=120)
    day = forms.DateField(label=_("Date of the document"), widget=DATE)


class OwnWord(forms.Form):
    """What an organisation says of its own indicator or task."""

    about = forms.ChoiceField(label=_("About"))
    judgement = forms.ChoiceField(label=_("Own judgement"))
    reasons = _text(_("Reasons"))
    evidence = forms.CharField(label=_("Evidence"), max_length=300, required=False)
    problems = _text(_("Problems"), 2, required=False)
    proposals = _text(_("Proposals"), 2, required=False)

    def __init__(self, *args: Any, abouts: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = [(one.value, one.label) for one in INDICATOR], [(one.value, one.label) for one in TASK]
        self.fields["about"].choices = abouts  # type: ignore[attr-defined]
        self.fields["judgement"].choices = [  # type: ignore[attr-defined]
            (_("Of an indicator"), words[0]),
            (_("Of a task"), words[1]),
        ]


class Decide(forms.Form):
    """Whether a proposed talk is held, when, and why."""

    hold = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("1", _("hold the talk")), ("0", _("do not hold it"))],
        coerce=lambda word: word == "1",
    )
    planned_on = forms.DateField(label=_("To be held on"), widget=DATE, required=False)
    reason = _text(_("Reason"), 2)


class Record(forms.Form):
    """What was said at a talk, and what is to be put right until when."""

    held_on = forms.DateField(label=_("Held on"), widget=DATE)
    led_by = forms.CharField(label=_("Who talked"), max_length=120)
    with_whom = forms.CharField(label=_("With whom"), max_length=120)
    said = _text(_("Record"))
    number = forms.CharField(label=_("Document number"), max_length=80)
    demand = _text(_("What is to be put right"), 2, required=False)
    due_on = forms.DateField(label=_("Until"), widget=DATE, required=False)
