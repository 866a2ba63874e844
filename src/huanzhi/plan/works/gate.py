"""阶段关口 Gate: a stage of a work: when it was to be passed, when it was, by whom, who confirmed it."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huanzhi.plan.works.lists import Stage, stage_choices, stages
from huanzhi.plan.works.of_project import OfProject


class Gate(OfProject):
    """One stage of one work. Who passes a gate that takes a confirmation never confirms it: the database refuses."""

    stage = models.CharField(_("stage"), max_length=16, choices=stage_choices)
    first_planned_on = models.DateField(_("planned at first"), null=True)
    planned_on = models.DateField(_("planned"), null=True)
    passed_on = models.DateField(_("passed on"), null=True)
    number = models.CharField(_("document number"), max_length=80, blank=True)
    file = models.JSONField(_("evidence"), default=dict, blank=True)
    note = models.TextField(_("remark"), blank=True)
    passed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+", null=True)
    passed_name = models.CharField(_("passed by"), max_length=80, blank=True)
    passed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+", null=True)
    confirmed_name = models.CharField(_("confirmed by"), max_length=80, blank=True)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("stage of a work")
        verbose_name_plural = _("stages of works")
        ordering = ["project", "pk"]
        default_related_name = "gates"
        constraints = [
            models.UniqueConstraint(fields=["project", "stage"], name="one_gate_a_stage"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None)
                | (
                    Q(confirmed_by__isnull=False, passed_by__isnull=False, passed_on__isnull=False)
                    & ~Q(confirmed_by=F("passed_by"))
                ),
                name="gate_confirmed_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.stage}"

    @property
    def terms(self) -> Stage:
        """What its stage asks for."""
        return stages()[self.stage]

    @property
    def waiting(self) -> bool:
        """Passed, and not yet confirmed though it must be."""
        return self.passed_on is not None and self.terms.confirm and self.confirmed_at is None

    @property
    def done(self) -> bool:
        """Passed, and confirmed where it must be."""
        return self.passed_on is not None and not self.waiting

    def days_late(self, today: date) -> int:
        """How many days after its planned day it was passed, or has not been; 0 when in time or without a plan."""
        if self.planned_on is None:
            return 0
        return max(((self.passed_on or today) - self.planned_on).days, 0)
