"""减排量 Reduction: how much less of a pollutant a work lets out in a year; claimed by one, verified by another."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huanzhi.plan.works.lists import pollutant_choices
from huanzhi.plan.works.of_project import OfProject


class Reduction(OfProject):
    """Kilograms of a pollutant in a year; only what another person verified counts. The database holds them apart."""

    pollutant = models.CharField(_("pollutant"), max_length=8, choices=pollutant_choices)
    year = models.PositiveSmallIntegerField(_("year"))
    claimed_kg = models.BigIntegerField(_("claimed, kg"))
    basis = models.TextField(_("how it was reckoned"))
    claimed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+")
    claimed_name = models.CharField(_("claimed by"), max_length=80)
    claimed_at = models.DateTimeField(_("claimed at"))
    verified_kg = models.BigIntegerField(_("verified, kg"), null=True)
    number = models.CharField(_("document number"), max_length=80, blank=True)
    remark = models.TextField(_("remark"), blank=True)
    verified_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+", null=True)
    verified_name = models.CharField(_("verified by"), max_length=80, blank=True)
    verified_at = models.DateTimeField(_("verified at"), null=True)

    class Meta:
        verbose_name = _("reduction by a work")
        verbose_name_plural = _("reductions by works")
        ordering = ["project", "pollutant", "year"]
        default_related_name = "reductions"
        constraints = [
            models.UniqueConstraint(fields=["project", "pollutant", "year"], name="one_reduction_a_year"),
            models.CheckConstraint(
                condition=Q(claimed_kg__gte=0) & (Q(verified_kg=None) | Q(verified_kg__gte=0)),
                name="reduction_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(verified_kg=None, verified_by=None, verified_at=None)
                | Q(verified_kg__isnull=False, verified_by__isnull=False, verified_at__isnull=False)
                & ~Q(number="")
                & ~Q(verified_by=F("claimed_by")),
                name="reduction_verified_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.pollutant} {self.year}"
