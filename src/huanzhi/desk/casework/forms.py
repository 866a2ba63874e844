"""Forms of the steps of cases: what each needs to know; the verbs decide."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.forms import SeenForm
from huanzhi.people.models import Organisation, User
from huanzhi.people.queries import people_for
from huanzhi.work.actions import Part
from huanzhi.work.models import Case

PARTS = 4


def _note(label: Any, required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label, widget=forms.Textarea(attrs={"rows": 3}), max_length=4000, required=required, strip=True
    )


class NoteForm(forms.Form):
    """A step that needs words alone."""

    note = _note(_("What was done, what was seen"))


class ReasonForm(forms.Form):
    """A step that needs a reason."""

    note = _note(_("Reason"))


class BareForm(forms.Form):
    """A step that needs nothing."""

    note = _note(_("Note"), required=False)


class HandsForm(SeenForm):
    """To whom a case goes."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Department"), to_field_name="code"
    )
    assignee = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Person"),
        required=False,
        to_field_name="username",
        empty_label=_("whoever takes it up"),
        help_text=_("Somebody of that department."),
    )
    note = _note(_("Reason"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["assignee"].queryset = people_for(user)  # type: ignore[attr-defined]


class AssignForm(HandsForm):
    """Handed out for the first time it needs no reason."""

    note = _note(_("Note"), required=False)


class UntilForm(forms.Form):
    """How much more time, and why."""

    until = forms.DateTimeField(
        label=_("Until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    note = _note(_("Reason"))


class DecisionForm(forms.Form):
    """Granted or not."""

    granted = forms.TypedChoiceField(
        label=_("Decision"),
        choices=[("yes", _("grant")), ("no", _("refuse"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = _note(_("Reason"))


class MergeForm(forms.Form):
    """Into which other case."""

    into = forms.ModelChoiceField(Case.objects.none(), label=_("Goes on in case"), to_field_name="number")
    note = _note(_("Reason"))

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["into"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = others


class SplitForm(forms.Form):
    """The parts, a line each."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for n in range(1, PARTS + 1):
            self.fields[f"title_{n}"] = forms.CharField(
                label=_("Part %(n)s") % {"n": n}, max_length=200, required=n <= 2
            )
            self.fields[f"organisation_{n}"] = forms.ModelChoiceField(
                Organisation.objects.visible_to(user),
                label=_("Department of part %(n)s") % {"n": n},
                required=n <= 2,
                to_field_name="code",
            )
        self.fields["note"] = _note(_("Reason"))

    def clean(self) -> dict[str, Any]:
        """A part has a title and a department, or neither."""
        data = super().clean() or {}
        for n in range(3, PARTS + 1):
            if bool(data.get(f"title_{n}")) != bool(data.get(f"organisation_{n}")):
                self.add_error(f"title_{n}", _("A part needs a title and a department."))
        return data

    def parts(self) -> list[Part]:
        """The parts that were filled in."""
        data = self.cleaned_data
        every = [(data[f"title_{n}"], data[f"organisation_{n}"]) for n in range(1, PARTS + 1)]
        return [Part(title, body) for title, body in every if title and body]
