"""议定事项 Decision: what a meeting concluded about a problem; the assignments 交办事项 that follow are cases."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import VisibleQuerySet


class Conclusion(models.TextChoices):
    ASSIGN = "assign", _("assign")
    DEFER = "defer", _("put off")
    NO_ACTION = "none", _("no action")


class Decision(models.Model):
    """One for each problem of a meeting; put off it names the day, without action the reason."""

    meeting = models.ForeignKey("plan.Meeting", on_delete=models.PROTECT, related_name="decisions")
    problem = models.ForeignKey("plan.Problem", on_delete=models.PROTECT, related_name="decisions")
    text = models.TextField(_("what was decided"))
    conclusion = models.CharField(_("conclusion"), max_length=8, choices=Conclusion)
    defer_to = models.DateField(_("put off to"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("time"))
    actor_name = models.CharField(_("by"), max_length=80)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision of a meeting")
        verbose_name_plural = _("decisions of meetings")
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "problem"], name="one_decision_a_problem"),
            models.CheckConstraint(
                condition=(Q(conclusion="defer") & Q(defer_to__isnull=False))
                | (~Q(conclusion="defer") & Q(defer_to__isnull=True)),
                name="put_off_to_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(conclusion="none") | ~Q(reason=""), name="no_action_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class Assignment(models.Model):
    """交办事项: what an organisation is to do until when; its case closes only by an independent re-check."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="assignments")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("department")
    )
    text = models.CharField(_("what is to be done"), max_length=200)
    due_on = models.DateField(_("to be done by"))
    case = models.OneToOneField("work.Case", on_delete=models.PROTECT, related_name="assignment")

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        ordering = ["decision", "pk"]

    def __str__(self) -> str:
        return self.text
