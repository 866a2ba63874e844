"""有位置的台账 Located: what most registers of the packs have: the area it lies in and where on the map it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Record
from huanzhi.people.area import Reference

PLACE = ["area", "lon", "lat", "crs", "valid_from", "valid_until"]  # its fields, for forms


class Located(Record):
    """A record with an area of the grid and a point."""

    area = models.ForeignKey(
        "people.Area", models.PROTECT, "+", null=True, blank=True, verbose_name=_("area")
    )
    lon = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    lat = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    crs = models.CharField(
        _("coordinate reference"), max_length=16, choices=Reference, default=Reference.UNSTATED
    )

    class Meta:
        abstract = True
