"""Forms of reports."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from huanzhi.people.models import Organisation
from huanzhi.plan.models import Assessment, Document
from huanzhi.plan.reports.kinds import KINDS
from huanzhi.plan.reports.making import Asked
from huanzhi.plan.rounds.round import Round

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
ISSUE = ("number", "day", "issuer", "to")


class Make(forms.Form):
    """Which report: of which kind and year, and for what kinds need beside."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[(kind.code, kind.name) for kind in KINDS.values()])
    year = forms.TypedChoiceField(label=_("Year"), coerce=int)
    organisation = forms.ModelChoiceField(
        label=_("Department"), queryset=Organisation.objects.none(), required=False, empty_label=_("all"),
        to_field_name="code",
        help_text=_("For the duty list of one department."),
    )  # fmt: skip
    round = forms.ModelChoiceField(
        label=_("Round"),
        queryset=Round.objects.none(),
        required=False,
        help_text=_("For a bulletin; else the newest of the year."),
    )
    assessment = forms.ModelChoiceField(
        label=_("Assessment"), queryset=Assessment.objects.none(), required=False,
        help_text=_("For an evaluation report; else the newest of the year."),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, required=False)

    def __init__(self, *args: Any, document: Document, years: range, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["year"].choices = [(year, str(year)) for year in years]
        bodies = Organisation.objects.visible_to(user).filter(task_roles__task__document=document).distinct()
        fields["organisation"].queryset = bodies
        fields["round"].queryset = Round.objects.visible_to(user).filter(document=document)
        fields["assessment"].queryset = Assessment.objects.visible_to(user).filter(document=document)

    def asked(self) -> Asked:
        """What was asked for."""
        said = self.cleaned_data
        return Asked(
            kind=said["kind"],
            year=said["year"],
            language=said["language"] or "zh-hans",
            organisation=said["organisation"].code if said["organisation"] else "",
            round=said["round"].pk if said["round"] else None,
            assessment=said["assessment"].pk if said["assessment"] else None,
        )


class Issue(forms.Form):
    """What a document is issued with; a number makes it one that can be sealed."""

    number = forms.CharField(label=_("Document number"), max_length=80)
    day = forms.DateField(label=_("Date of the document"), widget=DATE)
    issuer = forms.CharField(label=_("Issued by"), max_length=120)
    to = forms.CharField(
        label=_("Addressed to"),
        max_length=200,
        required=False,
        help_text=_("Empty: as is usual for its kind."),
    )


class Why(forms.Form):
    """The reason of a publication or of its end."""

    reason = forms.CharField(label=_("Reason"), max_length=300)
