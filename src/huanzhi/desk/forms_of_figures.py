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
