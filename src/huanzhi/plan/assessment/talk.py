"""约谈 Talk: what was decided about a proposal, what was said, and the case in which it is put right."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet


class TalkState(models.TextChoices):
    NOT_HELD = "not_held", _("not to be held")
    TO_HOLD = "to_hold", _("to be held")
    HELD = "held", _("held")


class Talk(models.Model):
    """Decided by a person on a computed proposal (`trigger`); about an organisation's answer, not a person's rank."""

    assessment = models.ForeignKey("plan.Assessment", on_delete=models.PROTECT, related_name="talks")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="talks")
    rule = models.CharField(_("rule"), max_length=40)
    about = models.CharField(_("about"), max_length=40)
    trigger = models.JSONField(_("trigger"), default=dict)
    state = models.CharField(_("state"), max_length=12, choices=TalkState)
    reason = models.TextField(_("reason of the decision"))
    planned_on = models.DateField(_("to be held on"), null=True)
    decided_at = models.DateTimeField(_("decided at"))
    decided_by = models.CharField(_("decided by"), max_length=80)
    held_on = models.DateField(_("held on"), null=True)
    led_by = models.CharField(_("who talked"), max_length=120, blank=True)
    with_whom = models.CharField(_("with whom"), max_length=120, blank=True)
    record = models.TextField(_("record"), blank=True)
    number = models.CharField(_("document number"), max_length=80, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), null=True)
    recorded_by = models.CharField(_("recorded by"), max_length=80, blank=True)
    case = models.ForeignKey("work.Case", on_delete=models.PROTECT, null=True, related_name="talks")

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("talk")
        verbose_name_plural = _("talks")
        ordering = ["organisation__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "organisation", "rule", "about"], name="one_decision_a_proposal"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.rule}"

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """A department sees its own."""
        return Q(organisation__in=scope.organisations)
