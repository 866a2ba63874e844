"""升级督办: whom the lateness of a case has reached, once for each clock and rung."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.work.case import Case, State


class Escalation(models.Model):
    """Lateness that reached somebody."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="escalations")
    at = models.DateTimeField(_("time"))
    state = models.CharField(_("state"), max_length=16, choices=State)
    clock_at = models.DateTimeField(_("deadline"))
    rung = models.PositiveSmallIntegerField(_("rung"))
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    person = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    because = models.CharField(_("because"), max_length=200)

    class Meta:
        verbose_name = _("escalation")
        verbose_name_plural = _("escalations")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "state", "clock_at", "rung"], name="one_escalation_a_rung"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case} {self.rung}"
