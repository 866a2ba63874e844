"""协商签订 What departments say of a year's items, and their signatures under their lists."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet


class AnnualComment(models.Model):
    """A department agrees with an item as it stands in that edition, or objects with a reason; the newest counts."""

    item = models.ForeignKey("plan.AnnualItem", on_delete=models.PROTECT, related_name="comments")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="annual_comments"
    )
    agrees = models.BooleanField(_("agrees"))
    reason = models.TextField(_("reason"), blank=True)
    edition = models.PositiveSmallIntegerField()
    said_at = models.DateTimeField(_("said at"))
    said_by = models.CharField(_("said by"), max_length=80)
    answer = models.TextField(_("answer"), blank=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    answered_by = models.CharField(_("answered by"), max_length=80, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        app_label = "plan"
        verbose_name = _("word on an item of an annual plan")
        verbose_name_plural = _("words on items of annual plans")
        ordering = ["said_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(reason=""), name="objection_has_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.item_id}"

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """A department sees its own."""
        return Q(organisation__in=scope.organisations)

    def open_on(self, edition: int) -> bool:
        """Whether it is an objection that is neither answered nor overtaken by an edit of the item."""
        return not self.agrees and self.answered_at is None and self.edition == edition


class AnnualSignature(models.Model):
    """A list signed, by its hash; without an organisation: the district's, under the whole plan.

    `carried`: taken over from the version before, whose list was the same to the letter.
    """

    plan = models.ForeignKey("plan.AnnualPlan", on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, null=True, related_name="annual_signatures"
    )
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField(_("signed at"))
    signed_by = models.CharField(_("signed by"), max_length=80)
    paper = models.CharField(_("signed on paper, kept as"), max_length=120, blank=True)
    carried = models.BooleanField(_("taken over from the version before"), default=False)
    simulated = models.BooleanField(_("simulated"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        app_label = "plan"
        verbose_name = _("signature under a duty list")
        verbose_name_plural = _("signatures under duty lists")
        ordering = ["signed_at", "pk"]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.organisation_id or 'district'}"

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """A department sees its own and the district's."""
        return Q(organisation__in=scope.organisations) | Q(organisation=None)
