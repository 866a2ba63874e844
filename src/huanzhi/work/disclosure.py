"""公开 Disclosure: a picture of a case that somebody decided to show to everybody, in a copy without its metadata."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet
from huanzhi.work.evidence import Evidence


class Disclosure(models.Model):
    """What the public sees of one piece of evidence, in whose words, from when until when."""

    evidence = models.ForeignKey("work.Evidence", on_delete=models.PROTECT, related_name="disclosures")
    words = models.CharField(_("words for the public"), max_length=200)
    disclosed_at = models.DateTimeField(_("shown since"))
    by = models.CharField(_("by"), max_length=80)
    ended_at = models.DateTimeField(_("taken back"), null=True)
    ended_for = models.CharField(_("reason"), max_length=200, blank=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("public picture")
        verbose_name_plural = _("public pictures")
        ordering = ["-disclosed_at", "-pk"]
        constraints = [
            models.UniqueConstraint("evidence", condition=Q(ended_at=None), name="shown_once"),
        ]

    def __str__(self) -> str:
        return self.words

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """On the desk as the case is; what everybody sees is :func:`shown`."""
        return Q(evidence__in=Evidence.objects.filter(Evidence.visible_q(scope)))


def shown() -> models.QuerySet[Disclosure]:
    """What everybody may see now."""
    return Disclosure.objects.filter(ended_at=None).select_related("evidence__case__area")
