"""Forms of instruments: what can be asked of a device, what a person says of readings."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huanzhi.monitoring.actions.devices import LENGTH
from huanzhi.monitoring.models import Declaration
from huanzhi.science.shanghai import OFFSET

FORM = "%Y%m%d%H%M%S"
SPANS = frozenset({"2031", "2041", "2051", "2061"})  # commands that ask for a span
ASKED = [
    ("2051", _("Minute data of a span")),
    ("2061", _("Hour data of a span")),
    ("2031", _("Day data of a span")),
    ("2041", _("Running times of a span of days")),
    ("2011", _("Real-time data, from now on")),
    ("2012", _("No more real-time data")),
    ("1011", _("What time its clock has")),
    ("1012", _("Set its clock to now")),
    ("1061", _("How often it sends real-time data")),
]
WHEN = {"type": "datetime-local"}
STEPS = "%Y-%m-%dT%H:%M"


def _when(label: Any, required: bool = True) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=required,
        widget=forms.DateTimeInput(attrs=WHEN, format=STEPS),
        input_formats=[STEPS, f"{STEPS}:%S"],
    )


class Span(forms.Form):
    """A span of time whose end lies after its start."""

    def clean(self) -> dict[str, Any]:
        """The span must have a length."""
        data = super().clean() or {}
        start, end = data.get("start"), data.get("end")
        if start and end and end <= start:
            self.add_error("end", _("The end must lie after the start."))
        return data


class Request(Span):
    """What is asked of a device; some of it needs a span."""

    cn = forms.ChoiceField(label=_("What to ask"), choices=ASKED)
    start = _when(_("from"), required=False)
    end = _when(_("until"), required=False)

    def clean(self) -> dict[str, Any]:
        """History needs both ends of its span."""
        data = super().clean()
        if data.get("cn") in SPANS:
            for name in ("start", "end"):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, _("History is asked for with a span."))
        return data

    def parameters(self) -> dict[str, str]:
        """What the command carries."""
        data = self.cleaned_data
        if data["cn"] in SPANS:
            ends = {"BeginTime": data["start"], "EndTime": data["end"]}
            return {name: at.astimezone(OFFSET).strftime(FORM) for name, at in ends.items()}
        if data["cn"] == "1012":
            return {"SystemTime": timezone.now().astimezone(OFFSET).strftime(FORM)}
        return {}


class PasswordForm(forms.Form):
    """A new password of a device."""

    password = forms.RegexField(
        rf"^[0-9A-Za-z]{{{LENGTH}}}\Z",
        label=_("New password"),
        error_messages={"invalid": _("A device's password is of six letters and digits.")},
        help_text=_("six letters and digits; the former one opens for another day"),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    tell = forms.BooleanField(
        label=_("Tell the device (1072) as soon as it is connected"), required=False, initial=True
    )


class ReviewForm(Span):
    """A person's word on a span of a series."""

    factor = forms.ChoiceField(label=_("Factor"))
    start = _when(_("from"))
    end = _when(_("until"))
    standing = forms.ChoiceField(
        label=_("They are"), choices=[("invalid", _("invalid")), ("valid", _("valid"))]
    )
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=400)

    def __init__(self, *args: Any, factors: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["factor"].choices = factors  # type: ignore[attr-defined]


class DeclarationForm(Span):
    """A shutdown, calibration or maintenance, declared."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Declaration.Kind.choices)
    start = _when(_("from"))
    end = _when(_("until"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=400)
    document = forms.CharField(label=_("Document"), max_length=120, required=False)


class JudgementForm(forms.Form):
    """What a person makes of a suspicion."""

    judged = forms.ChoiceField(
        label=_("It is"), choices=[("founded", _("founded")), ("unfounded", _("unfounded"))]
    )
    note = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}), max_length=400)


class NoteForm(forms.Form):
    """A note."""

    reason = forms.CharField(label=_("Reason"), max_length=400)
