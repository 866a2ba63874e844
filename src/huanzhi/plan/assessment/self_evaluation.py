"""自评 SelfEvaluation: what an organisation says of its own indicators and tasks; it stands beside what is computed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet


class Judgement(models.TextChoices):
    """Of an indicator the first three, of a task the last three."""

    MET = "met", _("met")
    NOT_MET = "not_met", _("not met")
    CANNOT = "cannot", _("cannot say yet")
    DONE = "done", _("done")
    UNDERWAY = "underway", _("under way")
    HELD_UP = "held_up", _("held up")


INDICATOR = (Judgement.MET, Judgement.NOT_MET, Judgement.CANNOT)
TASK = (Judgement.DONE, Judgement.UNDERWAY, Judgement.HELD_UP)


class SelfEvaluation(models.Model):
    """About `task:T001` or `indicator:3`; the last word counts, the ledger keeps those before."""

    assessment = models.ForeignKey(
        "plan.Assessment", on_delete=models.CASCADE, related_name="self_evaluations"
    )
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="self_evaluations"
    )
    about = models.CharField(_("about"), max_length=40)
    judgement = models.CharField(_("own judgement"), max_length=12, choices=Judgement)
    reasons = models.TextField(_("reasons"))
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    problems = models.TextField(_("problems"), blank=True)
    proposals = models.TextField(_("proposals"), blank=True)
    said_at = models.DateTimeField(_("said at"))
    said_by = models.CharField(_("by"), max_length=80)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("self-evaluation")
        verbose_name_plural = _("self-evaluations")
        ordering = ["organisation__sort_key", "about"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "organisation", "about"], name="one_own_word_about_a_thing"
            )
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.about}: {self.judgement}"

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """A department sees what it said itself."""
        return Q(organisation__in=scope.organisations)
