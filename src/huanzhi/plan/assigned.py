"""下达目标 Assigned targets: numbers that a higher authority set, each with its document; a year's newest counts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import VisibleQuerySet


class AssignedTarget(models.Model):
    """A number for a year of the plan; for its last year it is the plan's own target."""

    indicator = models.ForeignKey("plan.Indicator", on_delete=models.CASCADE, related_name="assigned_targets")
    year = models.PositiveSmallIntegerField(_("year"))
    comparator = models.CharField(_("comparison"), max_length=2)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4)
    document = models.CharField(_("document number"), max_length=80)
    issuer = models.CharField(_("issued by"), max_length=120)
    document_date = models.DateField(_("date of the document"))
    note = models.CharField(_("note"), max_length=300, blank=True)
    entered_at = models.DateTimeField(_("entered at"))
    entered_by = models.CharField(_("by"), max_length=80)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        app_label = "plan"
        verbose_name = _("assigned target")
        verbose_name_plural = _("assigned targets")
        ordering = ["year", "-entered_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(comparator__in=("<=", ">=", "=")), name="assigned_target_compares"
            ),
            models.CheckConstraint(
                condition=~Q(document="") & ~Q(issuer=""), name="assigned_with_its_document"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator_id} {self.year}: {self.comparator} {self.value}"

    @property
    def goal(self) -> str:
        """Sign and number."""
        return f"{ {'<=': '≤', '>=': '≥'}.get(self.comparator, '=') } {self.value.normalize():f}"
