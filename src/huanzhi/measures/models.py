"""Figures: what a measure was found to be, when, and from what."""

from decimal import Decimal
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import find as find_register
from huanzhi.kit.visibility import VisibleQuerySet
from huanzhi.measures.member_set import Member, MemberSet
from huanzhi.measures.snapshot import Snapshot

__all__ = ["Figure", "Member", "MemberSet", "Snapshot", "Status"]


REGISTER = "register "  # what the set of a figure over a register's records begins with


class AddsUp(models.Func):
    """Whether listed parts give the numerator, the denominator and the value: a function of the database."""

    function = "measures_adds_up"
    output_field = models.BooleanField()


PARTS = ("series", "kind", "numerator", "denominator", "decimals", "value_e3")
DOCUMENT = ~Q(document="") & ~Q(issuer="") & Q(document_date__isnull=False) & Q(value_e3__isnull=False)


class Status(models.TextChoices):
    ON_TRACK = "on_track", _("on track")
    AT_RISK = "at_risk", _("at risk")
    OFF_TRACK = "off_track", _("off track")
    CANNOT = "cannot_compute", _("cannot be computed")


class Figure(models.Model):
    """One computation of a measure for a year, or what a document states; the newest counts, the older ones stay."""

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
    over = models.CharField(_("counted over"), max_length=8, default="days")
    needed = models.PositiveIntegerField(_("valid parts needed"), default=0)
    labels = models.JSONField(_("names and reasons of parts"), default=dict)  # key: [name, reason]
    edition = models.CharField(_("edition of the computation"), max_length=16, blank=True)
    manual = models.BooleanField(_("stated by a document"), default=False)
    document = models.CharField(_("document number"), max_length=80, blank=True)
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    document_date = models.DateField(_("date of the document"), null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure")
        verbose_name_plural = _("figures")
        ordering = ["-computed_at", "-pk"]
        indexes = [models.Index(fields=["measure", "year", "-computed_at"], name="figure_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(manual=True, measure__startswith="stated_")
                | (Q(manual=False) & ~Q(measure__startswith="stated_")),
                name="stated_only_where_declared",
            ),
            models.CheckConstraint(
                condition=Q(manual=False, document="", issuer="", document_date=None)
                | (Q(manual=True) & DOCUMENT),
                name="stated_with_its_document",
            ),
            models.CheckConstraint(
                condition=Q(manual=True) | Q(AddsUp(*(F(name) for name in PARTS))),
                name="computed_value_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}: {self.value}"

    def label(self, key: str) -> tuple[str, str]:
        """The name of a part and why it does not count."""
        name, reason = self.labels.get(key, ("", ""))
        return name or key, reason

    def parts(self) -> list[dict[str, Any]]:
        """Its parts for a table: key, name, value, what a ratio's is divided by, and why it counts or not."""
        return [
            {
                "key": key,
                "name": self.label(key)[0],
                "value_e3": value,
                "weight_e3": weight,
                "reason": self.label(key)[1],
            }
            for key, value, weight in self.series
        ]

    @property
    def members_in(self) -> str:
        """Where its members stand, in words: the version of a set, or a register."""
        register = self.set_version.removeprefix(REGISTER)
        return str(find_register(register).title) if register != self.set_version else self.set_version

    @property
    def value(self) -> Decimal | None:
        """The value with the decimals that the rule gives."""
        return None if self.value_e3 is None else self.in_unit(self.value_e3, self.decimals)

    @staticmethod
    def in_unit(value_e3: int, decimals: int) -> Decimal:
        """Thousandths as a decimal number with so many places."""
        return (Decimal(value_e3) / 1000).quantize(Decimal(1).scaleb(-decimals))
