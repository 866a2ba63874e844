"""年度核算 The account of a year: GDP at constant prices, factors of the year, and whether its energy is all there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Record, Register, add


class State(models.TextChoices):
    OPEN = "open", _("being collected")
    PRELIMINARY = "preliminary", _("complete, preliminary")
    FINAL = "final", _("complete, final")


class YearAccount(Record):
    """What a year's energy and carbon are divided by and multiplied with."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    gdp_wan = models.BigIntegerField(_("GDP at constant prices (10,000 yuan)"), null=True, blank=True)
    prices = models.PositiveSmallIntegerField(_("prices of the year"), null=True, blank=True)
    power_gce = models.DecimalField(
        _("a kWh counts as (g of standard coal)"), max_digits=7, decimal_places=2, null=True, blank=True
    )
    grid_factor = models.DecimalField(
        _("CO₂ of a kWh from the grid (kg)"), max_digits=8, decimal_places=4, null=True, blank=True
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    document = models.CharField(_("document number"), max_length=80, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    document_date = models.DateField(_("date of the document"), null=True, blank=True)

    class Meta:
        app_label = "carbon"
        verbose_name = _("account of a year")
        verbose_name_plural = _("accounts by year")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(gdp_wan=None) | Q(gdp_wan__gt=0), name="a_gdp_is_above_zero")
        ]


FACTS = [
    "year", "gdp_wan", "prices", "power_gce", "grid_factor", "state", "document", "issuer",
    "document_date",
]  # fmt: skip
register = add(
    Register(
        model=YearAccount,
        columns=["code", "name", "year", "gdp_wan", "prices", "state", "document"],
        fields=["code", "name", *FACTS],
        filters={"name": ["icontains"], "year": ["exact"], "state": ["exact"]},
    )
)
