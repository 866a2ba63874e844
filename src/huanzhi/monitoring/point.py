"""监测点位: where something is measured."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Record, Register, add
from huanzhi.people.area import Reference


class Medium(models.TextChoices):
    AIR = "air", _("ambient air")
    SURFACE_WATER = "surface_water", _("surface water")
    GROUNDWATER = "groundwater", _("groundwater")
    STACK = "stack", _("stack")
    SEWAGE = "sewage", _("wastewater outlet")
    NOISE = "noise", _("noise")


class Kind(models.TextChoices):
    NATIONAL = "national", _("national")
    PROVINCIAL = "provincial", _("provincial")
    CITY = "city", _("municipal")
    DISTRICT = "district", _("district")
    MICRO = "micro", _("micro station")
    ENTERPRISE = "enterprise", _("enterprise")


class Point(Record):
    """A station, a section, a sampling place: what a reading names."""

    medium = models.CharField(_("medium"), max_length=16, choices=Medium, default=Medium.AIR)
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.NATIONAL)
    area = models.ForeignKey(
        "people.Area", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("area")
    )
    lon = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    lat = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    crs = models.CharField(
        _("coordinate reference"), max_length=16, choices=Reference, default=Reference.UNSTATED
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("monitoring point")
        verbose_name_plural = _("monitoring points")
        ordering = ["code"]


register = add(
    Register(
        model=Point,
        columns=["code", "name", "medium", "kind", "area", "lon", "lat", "crs"],
        fields=["code", "name", "medium", "kind", "area", "lon", "lat", "crs", "source"],
        filters={"name": ["icontains"], "medium": ["exact"], "kind": ["exact"], "area": ["exact"]},
        map="point",
        public=["code", "name", "medium", "kind", "lon", "lat"],
    )
)
