"""Forms of rectification: filters, and the steps of an item."""

from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from huanzhi.desk.coordination.forms import words
from huanzhi.kit.forms import SeenForm
from huanzhi.people.models import Organisation
from huanzhi.plan.models import InspectionLetter, InspectionRound, RectificationItem
from huanzhi.plan.rectification.inspection_round import InspectionLevel
from huanzhi.plan.rectification.inspection_round import register as rounds
from huanzhi.plan.rectification.item import ItemState
from huanzhi.plan.rectification.letter import LetterKind, Verified

EVERY = [("", _("all"))]


class ItemFilter(SeenForm):
    """What the list of items can be narrowed by; its state lives in the address."""

    q = forms.CharField(label=_("Words"), required=False)
    state = forms.ChoiceField(
        label=_("State"), choices=[*EVERY, ("open", _("not written off")), *ItemState.choices], required=False
    )
    round = forms.ModelChoiceField(
        InspectionRound.objects.none(),
        label=_("Inspection round"), required=False, to_field_name="code", empty_label=_("all"),
    )  # fmt: skip
    lead = forms.ModelChoiceField(
        Organisation.objects.none(),
        label=_("Lead"), required=False, to_field_name="code", empty_label=_("all"),
    )  # fmt: skip
    late = forms.BooleanField(label=_("late"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.items = RectificationItem.objects.visible_to(user)
        super().__init__(*args, user=user, **kwargs)

    def among(self, name: str, rows: Any) -> Any:
        """Rounds and leads of the items that the user may see."""
        return rows.filter(pk__in=self.items.order_by().values(name))


class LetterFilter(SeenForm):
    """What the list of letters can be narrowed by."""

    q = forms.CharField(label=_("Words"), required=False)
    round = forms.ModelChoiceField(
        InspectionRound.objects.none(),
        label=_("Inspection round"), required=False, to_field_name="code", empty_label=_("all"),
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("About"), choices=[*EVERY, *LetterKind.choices], required=False)
    verified = forms.ChoiceField(label=_("Found to be"), choices=[*EVERY, *Verified.choices], required=False)
    open = forms.BooleanField(label=_("not closed"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        self.letters = InspectionLetter.objects.visible_to(user)
        super().__init__(*args, user=user, **kwargs)

    def among(self, name: str, rows: Any) -> Any:
        """Rounds of the letters that the user may see."""
        return rows.filter(pk__in=self.letters.order_by().values("round"))


class RoundForm(forms.Form):
    """A round: its name and level; totals only with the document that states them."""

    code = forms.CharField(label=_("Number"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=120)
    level = forms.ChoiceField(label=_("Level of the inspection"), choices=InspectionLevel.choices)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1990, max_value=2100)
    document = forms.CharField(label=_("Document number"), max_length=80, required=False)

    def values(self) -> dict[str, Any]:
        """What was said, as the register takes it."""
        said = {name: value for name, value in self.cleaned_data.items() if value is not None}
        return {name: str(said[name]) for name in rounds.form_fields if name in said}


def _file(required: bool) -> forms.FileField:
    return forms.FileField(
        label=_("Photo or file"),
        required=required,
        help_text=_("Photo, PDF, Word, Excel or text; kept as it is."),
    )


class Shows(forms.Form):
    """A step that shows something; its key makes the same file count once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    @property
    def sender(self) -> UUID:
        """The key of what is shown."""
        return self.cleaned_data["key"]  # type: ignore[no-any-return]


class TakeForm(forms.Form):
    """Nothing but the button."""


class ProposeForm(Shows):
    """What was reached, and what shows it."""

    result = words(_("What was reached"))
    file = _file(True)


class CheckForm(Shows):
    """Passed or not, why, and what the check saw."""

    passed = forms.TypedChoiceField(
        label=_("Check"), choices=[("yes", _("it holds")), ("no", _("it does not hold"))],
        coerce=lambda value: value == "yes", widget=forms.RadioSelect,
    )  # fmt: skip
    opinion = words(_("Opinion"), 2)
    file = _file(False)


class PublishForm(forms.Form):
    """Where comments go."""

    comments_to = forms.CharField(
        label=_("Comments go to"),
        max_length=200,
        help_text=_("Telephone, address or mailbox; it is published."),
    )


class WriteOffForm(forms.Form):
    """By which document."""

    document = forms.CharField(label=_("Document number"), max_length=80)
    note = words(_("Note"), 2, required=False)


class ReopenForm(forms.Form):
    """Why."""

    reason = words(_("Reason"), 2)
