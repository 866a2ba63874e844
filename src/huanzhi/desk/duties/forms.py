"""Forms of duties: what proves one, and the reason for letting one go."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huanzhi.work.obligation import Obligation

REFERENCES = {
    "reading": (_("Point and day"), _("As in P1 2026-01-31: a day of a point that has values.")),
    "inspection": (_("Number of the inspection's record"), _("The record itself is not looked up.")),
    "case": (_("Number of the case"), _("A closed case of the same department.")),
}


class Proof(forms.Form):
    """On which day it was done, and what proves it."""

    done_on = forms.DateField(
        label=_("Done on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    file = forms.FileField(
        label=_("What proves it"), help_text=_("Photo, PDF, Word, Excel or text; kept as it is.")
    )
    reference = forms.CharField(max_length=80)
    note = forms.CharField(
        label=_("Remark"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000, required=False
    )

    def __init__(self, *args: Any, duty: Obligation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["done_on"].initial = timezone.localdate()
        if duty.terms["proof"] == "file":
            del self.fields["reference"]
            return
        del self.fields["file"]
        if duty.terms["proof"] == "record":
            del self.fields["reference"]
            return
        field = self.fields["reference"]
        field.label, field.help_text = REFERENCES[duty.terms["proof"]]


class Reason(forms.Form):
    """Why this turn need not be done, or why what was said of it does not hold."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 2}), max_length=2000)
