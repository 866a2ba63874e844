"""Figures: what a measure was found to be, when, and from what."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    ON_TRACK = "on_track", _("on track")
    AT_RISK = "at_risk", _("at risk")
    OFF_TRACK = "off_track", _("off track")
    CANNOT = "cannot_compute", _("cannot be computed")


class Figure(models.Model):
    """One computation of a measure for a year; the newest counts, the older ones stay."""

    measure = models.CharField(_("measure"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    as_of = models.DateField(_("up to"))
    value_e3 = models.BigIntegerField(_("value"), null=True)
    target_e3 = models.BigIntegerField(_("target"), null=True)
    comparator = models.CharField(_("comparison"), max_length=12)
    unit = models.CharField(_("unit"), max_length=24, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals"))
    kind = models.CharField(_("kind"), max_length=8)
    numerator = models.BigIntegerField(_("numerator"))
    denominator = models.BigIntegerField(_("denominator"))
    days_valid = models.PositiveSmallIntegerField(_("valid days"))
    days_elapsed = models.PositiveSmallIntegerField(_("days gone by"))
    status = models.CharField(_("status"), max_length=16, choices=Status)
    outlook = models.JSONField(_("outlook"), default=dict)
    series = models.JSONField(_("days"), default=list)  # [day, value_e3 or null, aqi or null]
    editions = models.JSONField(_("editions"), default=list)
    points = models.JSONField(_("points"), default=list)
    set_version = models.CharField(_("set of points"), max_length=60)
    input_hash = models.CharField(max_length=64)
    simulated = models.BooleanField(_("simulated"), default=False)
    computed_at = models.DateTimeField(_("computed at"))

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["-computed_at", "-pk"]
        indexes = [models.Index(fields=["measure", "year", "-computed_at"], name="figure_newest")]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}: {self.value}"

    @property
    def value(self) -> Decimal | None:
        """The value with the decimals that the rule gives."""
        return None if self.value_e3 is None else self.in_unit(self.value_e3, self.decimals)

    @staticmethod
    def in_unit(value_e3: int, decimals: int) -> Decimal:
        """Thousandths as a decimal number with so many places."""
        return (Decimal(value_e3) / 1000).quantize(Decimal(1).scaleb(-decimals))
