"""年度工作计划 Annual work plan: one version of what a plan asks of a year; in force it is frozen with its hash."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet


class YearState(models.TextChoices):
    DRAFT = "draft", _("draft")
    NEGOTIATING = "negotiating", _("in negotiation")
    SIGNING = "signing", _("being signed")
    IN_FORCE = "in-force", _("in force")
    SUPERSEDED = "superseded", _("superseded")
    WITHDRAWN = "withdrawn", _("withdrawn")


AT_WORK = (YearState.DRAFT, YearState.NEGOTIATING, YearState.SIGNING)
FROZEN = (YearState.IN_FORCE, YearState.SUPERSEDED)


class AnnualPlan(models.Model):
    """A version of a year's plan: the first drafted from the plan, a later one amending the one before it."""

    document = models.ForeignKey("plan.Document", on_delete=models.PROTECT, related_name="annual_plans")
    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=12, choices=YearState, default=YearState.DRAFT)
    amends = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="amended_by")
    amend_number = models.CharField(_("document that ordered the amendment"), max_length=80, blank=True)
    amend_reason = models.TextField(_("reason of the amendment"), blank=True)
    amend_day = models.DateField(_("date of that document"), null=True)
    comments_until = models.DateField(_("departments are heard until"), null=True)
    drafted_at = models.DateTimeField(_("drafted at"))
    drafted_by = models.CharField(_("drafted by"), max_length=80)
    number = models.CharField(_("document number"), max_length=80, blank=True)
    in_force_at = models.DateTimeField(_("in force since"), null=True)
    in_force_by = models.CharField(_("put in force by"), max_length=80, blank=True)
    superseded_at = models.DateTimeField(_("superseded at"), null=True)
    content = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    simulated = models.BooleanField(_("simulated"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        app_label = "plan"
        verbose_name = _("annual work plan")
        verbose_name_plural = _("annual work plans")
        ordering = ["-year", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["document", "year", "version"], name="one_annual_plan_a_version"),
            models.UniqueConstraint(
                fields=["document", "year"], condition=Q(state="in-force"), name="one_annual_plan_in_force"
            ),
            models.UniqueConstraint(
                fields=["document", "year"],
                condition=Q(state__in=("draft", "negotiating", "signing")),
                name="one_annual_plan_at_work",
            ),
            models.CheckConstraint(
                condition=Q(amends=None)
                | (~Q(amend_number="") & ~Q(amend_reason="") & Q(amend_day__isnull=False)),
                name="amended_by_a_document",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("in-force", "superseded")) | (~Q(sha256="") & ~Q(number="")),
                name="in_force_with_its_hash",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} v{self.version}"

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """A department sees those that give it something to do, once they are no draft any more."""
        return Q(items__parts__organisation__in=scope.organisations) & ~Q(state=YearState.DRAFT)

    @property
    def frozen(self) -> bool:
        """Whether nothing in it can change any more."""
        return self.state in FROZEN

    @property
    def at_work(self) -> bool:
        """Whether it is being made."""
        return self.state in AT_WORK
