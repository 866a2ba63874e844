"""Forms of annual plans."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huanzhi.desk.forms import COMPARATORS
from huanzhi.people.models import Organisation
from huanzhi.plan.year.item import AnnualItem
from huanzhi.plan.year.queries import Signer

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


def text(label: Any, rows: int = 2, required: bool = True, **more: Any) -> forms.CharField:
    """A field of several lines."""
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": rows}), max_length=4000, required=required, **more
    )


class DraftYear(forms.Form):
    """Which year is drafted."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    prefix = "draft"

    def __init__(self, *args: Any, years: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in years]  # type: ignore[attr-defined]


class OpenNegotiation(forms.Form):
    """Until when the departments are heard."""

    until = forms.DateField(label=_("Departments are heard until"), widget=DATE)


class Reason(forms.Form):
    """Why something goes back or is given up."""

    reason = text(_("Reason"))


class Number(forms.Form):
    """The number under which a version is issued."""

    number = forms.CharField(label=_("Document number"), max_length=80)


class AmendYear(forms.Form):
    """The document that orders an amendment."""

    number = forms.CharField(label=_("Document number"), max_length=80)
    day = forms.DateField(label=_("Date of the document"), widget=DATE)
    reason = text(_("Reason"))


class Paper(forms.Form):
    """A list that was signed on paper."""

    organisation = forms.ChoiceField(label=_("Department"))
    name = forms.CharField(label=_("Signed by"), max_length=80)
    paper = forms.CharField(label=_("Where the paper is kept"), max_length=120)

    prefix = "paper"

    def __init__(self, *args: Any, waiting: Sequence[Signer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.bodies = {row.organisation.code: row.organisation for row in waiting}
        choices = [(code, body.name) for code, body in self.bodies.items()]
        self.fields["organisation"].choices = choices  # type: ignore[attr-defined]

    def clean_organisation(self) -> Organisation:
        """The organisation itself."""
        return self.bodies[self.cleaned_data["organisation"]]


class Word(forms.Form):
    """Agree with an item, or object with a reason; without an item: agree with everything that waits."""

    item = forms.IntegerField(widget=forms.HiddenInput, required=False)
    agrees = forms.TypedChoiceField(
        label=_("Our word"), choices=[("1", _("agree")), ("0", _("object"))], coerce=lambda said: said == "1"
    )
    reason = text(_("Reason"), required=False, help_text=_("An objection needs one."))

    def clean(self) -> dict[str, Any]:
        """An objection names its item and its reason."""
        said = self.cleaned_data
        if said.get("agrees") is False and not said.get("reason", "").strip():
            self.add_error("reason", _("An objection needs its reason."))
        if said.get("agrees") is False and not said.get("item"):
            self.add_error(None, _("An objection is about one item."))
        return said


class Answer(forms.Form):
    """Why an objection is not followed."""

    answer = text(_("Answer"))


class EditItem(forms.ModelForm):  # type: ignore[type-arg]
    """An item while it is drafted or negotiated, with who has a part in it, one name a line."""

    comparator = forms.ChoiceField(label=_("Comparison"), choices=COMPARATORS, required=False)
    value = forms.DecimalField(label=_("Value"), max_digits=14, decimal_places=4, required=False)
    answering = text(
        _("Who leads and answers"),
        required=False,
        help_text=_("One name a line; a leading * marks who leads."),
    )
    supporting = text(_("Who supports"), required=False, help_text=_("One name a line."))
    reason = forms.CharField(label=_("Reason of the change"), max_length=300, required=False)

    class Meta:
        model = AnnualItem
        fields = ("step", "target", "comparator", "value", "unit", "due_on", "person", "left_out")
        widgets = {
            "step": forms.Textarea(attrs={"rows": 3}),
            "target": forms.Textarea(attrs={"rows": 2}),
            "left_out": forms.Textarea(attrs={"rows": 1}),
            "due_on": DATE,
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        parts = list(self.instance.parts.all())
        self.fields["answering"].initial = "\n".join(
            f"{'*' if part.role == 'lead' else ''}{part.organisation.name}" for part in parts if part.answers
        )
        self.fields["supporting"].initial = "\n".join(
            part.organisation.name for part in parts if not part.answers
        )

    def clean_due_on(self) -> Any:
        """A day of the year of the plan."""
        day = self.cleaned_data["due_on"]
        if day.year != self.instance.plan.year:
            raise forms.ValidationError(
                _("%(day)s is not a day of %(year)s") % {"day": day, "year": self.instance.plan.year}
            )
        return day

    def clean_answering(self) -> dict[int, str]:
        """Organisation's key to its role."""
        lines = self.cleaned_data["answering"].splitlines()
        leads = {line.strip()[1:].strip() for line in lines if line.strip().startswith("*")}
        names = [line.strip().lstrip("*").strip() for line in lines]
        return {
            key: "lead" if name in leads else "responsible" for name, key in _known(names, self.user).items()
        }

    def clean_supporting(self) -> dict[int, str]:
        """Organisation's key to its role."""
        names = [line.strip() for line in self.cleaned_data["supporting"].splitlines()]
        return dict.fromkeys(_known(names, self.user).values(), "supporting")

    def facts(self) -> dict[str, Any]:
        """The fields of the item as they were said."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}

    def parts(self) -> dict[int, str]:
        """Who has which part; who answers does not also support."""
        return {**self.cleaned_data["answering"], **{
            key: role
            for key, role in self.cleaned_data["supporting"].items()
            if key not in self.cleaned_data["answering"]
        }}  # fmt: skip


def _known(names: Iterable[str], user: Any) -> dict[str, int]:
    """Names to keys in their order; ValidationError names those that nobody has."""
    wanted = [name for name in names if name]
    held = dict(Organisation.objects.visible_to(user).filter(name__in=wanted).values_list("name", "pk"))
    if missing := [name for name in wanted if name not in held]:
        raise forms.ValidationError(_("no organisation %(names)s") % {"names": "、".join(missing)})
    return {name: held[name] for name in wanted}
