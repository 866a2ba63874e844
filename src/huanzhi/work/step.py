"""办理过程: the steps of cases. The log from which the five rates are computed; the database keeps it as it is."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huanzhi.work.case import Case, State

IN_TIME = Q(done_at__lt=F("clock_at")) | Q(done_at__isnull=True, at__lt=F("clock_at"))


class CaseStep(models.Model):
    """One step of a case; the database refuses to change or remove one.

    `clock_at` is the deadline that ran when the step was taken: on time is before it, for good. `done_at` is when
    it was done where no signal was: as the phone recorded it, its clock set right by what it said on sending.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField(_("time"))
    done_at = models.DateTimeField(_("done at"), null=True)
    actor_name = models.CharField(_("by"), max_length=80)
    actor_user = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    acting_for = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, related_name="+"
    )
    verb = models.CharField(_("step"), max_length=40)
    from_state = models.CharField(max_length=16, blank=True)
    to_state = models.CharField(max_length=16, choices=State)
    clock_at = models.DateTimeField(_("deadline"), null=True)
    note = models.TextField(_("note"), blank=True)
    data = models.JSONField(_("particulars"), default=dict)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"

    @property
    def late(self) -> bool:
        """Whether it was taken after its deadline."""
        return self.clock_at is not None and (self.done_at or self.at) >= self.clock_at
