"""代理: one person stands in for another for a while; not only in the grid."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import VisibleQuerySet


class SubstitutionQuerySet(VisibleQuerySet["Substitution"]):
    """Substitutions by moment."""

    def running(self, at: datetime) -> "SubstitutionQuerySet":
        """Those in force at that moment, the one agreed last first."""
        return self.filter(since__lte=at, until__gt=at).order_by("-pk")


class Substitution(models.Model):
    """From a moment until before another, what falls to one person falls to another. It gives no rights."""

    absent = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="absences", verbose_name=_("absent")
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="substitutions", verbose_name=_("substitute")
    )
    since = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    reason = models.CharField(_("reason"), max_length=200)

    objects = SubstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = _("substitution")
        verbose_name_plural = _("substitutions")
        ordering = ["-since", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(absent=F("substitute")), name="substitute_is_another"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="substitution_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.absent} → {self.substitute}"
