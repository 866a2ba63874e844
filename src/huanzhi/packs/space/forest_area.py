"""森林覆盖 Forest cover: forest and land area by year, for the district or for its towns, with the document."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Record, Register, add


class ForestArea(Record):
    """One year of the forest resources survey for one area; without an area: the whole district."""

    year = models.PositiveSmallIntegerField(_("year"))
    area = models.ForeignKey("people.Area", models.PROTECT, null=True, blank=True, verbose_name=_("town"))
    forest_ha = models.DecimalField(_("forest (ha)"), max_digits=12, decimal_places=3)
    shrub_ha = models.DecimalField(
        _("of it shrubs that count (ha)"), max_digits=12, decimal_places=3, null=True, blank=True
    )
    land_ha = models.DecimalField(_("land (ha)"), max_digits=12, decimal_places=3)
    survey = models.CharField(_("survey"), max_length=120, blank=True)
    document = models.CharField(_("document number"), max_length=80)
    issuer = models.CharField(_("issued by"), max_length=120)
    document_date = models.DateField(_("date of the document"))

    class Meta:
        app_label = "space"
        verbose_name = _("forest area of a year")
        verbose_name_plural = _("forest areas by year")
        ordering = ["-year", "code"]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "area"], nulls_distinct=False, name="one_forest_area_a_year"
            ),
            models.CheckConstraint(condition=Q(forest_ha__lte=F("land_ha")), name="forest_within_land"),
        ]


FACTS = [
    "year", "area", "forest_ha", "shrub_ha", "land_ha", "survey", "document", "issuer", "document_date",
]  # fmt: skip
register = add(
    Register(
        model=ForestArea,
        columns=["code", "name", "year", "area", "forest_ha", "land_ha", "document"],
        fields=["code", "name", *FACTS],
        filters={"name": ["icontains"], "year": ["exact"], "area": ["exact"]},
        public=["code", "name", "year", "forest_ha", "land_ha", "document"],
    )
)
