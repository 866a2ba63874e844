"""Forms of figures."""

from django import forms
from django.utils.translation import gettext_lazy as _


class Statement(forms.Form):
    """What a document states for a year."""

    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    value = forms.DecimalField(label=_("Value as stated"), max_digits=14, decimal_places=3)
    document = forms.CharField(label=_("Document number"), max_length=80)
    issuer = forms.CharField(label=_("Issued by"), max_length=120)
    day = forms.DateField(
        label=_("Date of the document"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


class Assigned(forms.Form):
    """What a higher authority set for a year, by which document."""

    year = forms.IntegerField(label=_("For the year"), min_value=2000, max_value=2100)
    comparator = forms.ChoiceField(
        label=_("comparison"), choices=[(">=", _("at least")), ("<=", _("at most")), ("=", _("exactly"))]
    )
    value = forms.DecimalField(label=_("Number as set"), max_digits=14, decimal_places=4)
    document = forms.CharField(label=_("Document number"), max_length=80)
    issuer = forms.CharField(label=_("Issued by"), max_length=120)
    document_date = forms.DateField(
        label=_("Date of the document"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    note = forms.CharField(label=_("note"), max_length=300, required=False)
