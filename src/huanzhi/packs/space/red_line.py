"""生态保护红线 Ecological red line: its pieces with area, kind, outline and the approval they rest on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Record, Register, add
from huanzhi.people.area import Reference


class Function(models.TextChoices):
    WATER = "water", _("water conservation")
    SOIL = "soil", _("soil conservation")
    LIFE = "life", _("biodiversity")
    WIND = "wind", _("wind break and sand fixing")
    OTHER = "other", _("other")


class RedLineArea(Record):
    """A piece of the red line; a changed one ends and a new one begins with its own approval."""

    number = models.CharField(_("piece number"), max_length=40, blank=True)
    function = models.CharField(_("function"), max_length=8, choices=Function, default=Function.WATER)
    area = models.ForeignKey("people.Area", models.PROTECT, null=True, blank=True, verbose_name=_("town"))
    km2 = models.DecimalField(_("area (km²)"), max_digits=10, decimal_places=3)
    reserve = models.CharField(_("protected area in it"), max_length=120, blank=True)
    keeper = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, blank=True, verbose_name=_("kept by")
    )
    document = models.CharField(_("approved by"), max_length=120)
    document_date = models.DateField(_("date of the document"), null=True, blank=True)
    geometry = models.JSONField(_("boundary"), null=True, blank=True)
    crs = models.CharField(
        _("coordinate reference"), max_length=16, choices=Reference, default=Reference.UNSTATED
    )

    class Meta:
        app_label = "space"
        verbose_name = _("piece of the ecological red line")
        verbose_name_plural = _("pieces of the ecological red line")
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(km2__gt=0), name="a_red_line_has_an_area")]


FACTS = ["number", "function", "area", "km2", "reserve", "keeper", "document", "document_date", "crs"]
register = add(
    Register(
        model=RedLineArea,
        columns=["code", "name", "function", "area", "km2", "document", "valid_from"],
        fields=["code", "name", *FACTS, "valid_from", "valid_until"],
        filters={"name": ["icontains"], "function": ["exact"], "area": ["exact"]},
        map="area",
    )
)
