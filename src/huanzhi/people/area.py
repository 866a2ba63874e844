"""区域: the four-level grid (区、镇街、村社、屯) and its boundaries.

The stored reference is WGS 84 (CGCS2000 is taken as the same, see `science/coordinates.py`): a boundary that comes
in GCJ-02 is converted when it comes, and what came is kept beside it.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Record, Register, add


class Level(models.TextChoices):
    DISTRICT = "district", _("district")
    TOWN = "town", _("street or town")
    VILLAGE = "village", _("village or community")
    HAMLET = "hamlet", _("hamlet")


class Reference(models.TextChoices):
    """The coordinate reference of a boundary; GCJ-02 lies some 500 m from the others."""

    WGS84 = "wgs-84", "WGS 84"
    CGCS2000 = "cgcs2000", "CGCS2000"
    GCJ02 = "gcj-02", "GCJ-02"
    UNSTATED = "unstated", _("not stated by the source")


class Area(Record):
    """A cell of the grid; its boundary is GeoJSON, schematic until a real one is imported.

    `geometry` in `crs` is what is drawn and searched; `given_geometry` in `given_crs` is what a source in GCJ-02
    brought.
    """

    level = models.CharField(_("level"), max_length=16, choices=Level)
    parent = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    geometry = models.JSONField(_("boundary"), null=True, blank=True)
    crs = models.CharField(_("coordinate reference"), max_length=16, choices=Reference, default="unstated")
    given_geometry = models.JSONField(_("boundary as given"), null=True, blank=True, editable=False)
    given_crs = models.CharField(
        _("coordinate reference as given"), max_length=16, choices=Reference, blank=True, editable=False
    )
    schematic = models.BooleanField(_("schematic outline"), default=False)
    source = models.CharField(_("source"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("area")
        verbose_name_plural = _("areas")
        ordering = ["code"]


class AreaVersion(models.Model):
    """One row: a number that the database itself changes with every change of an area (migration 0002)."""

    number = models.BigIntegerField()

    class Meta:
        verbose_name = _("version of the areas")
        verbose_name_plural = _("versions of the areas")

    def __str__(self) -> str:
        return str(self.number)


register = add(
    Register(
        model=Area,
        columns=["code", "name", "level", "parent", "crs", "schematic"],
        fields=["code", "name", "level", "parent", "source", "valid_from", "valid_until"],
        filters={"name": ["icontains"], "level": ["exact"], "parent": ["exact"]},
        map="area",
        public=["code", "name", "level"],
    )
)
