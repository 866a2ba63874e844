"""冻结 Snapshot: a figure frozen with all it was computed from, so that it recomputes to the same bytes."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import VisibleQuerySet


class Snapshot(models.Model):
    """Canonical JSON of inputs, result and editions, and its hash; the database refuses to change or remove one."""

    measure = models.CharField(_("measure"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    as_of = models.DateField(_("up to"))
    figure = models.ForeignKey("measures.Figure", on_delete=models.PROTECT, related_name="snapshots")
    content = models.TextField(_("content"))
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(_("reason"), max_length=300)
    frozen_at = models.DateTimeField(_("frozen at"))
    frozen_by = models.CharField(_("by"), max_length=80)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen figure")
        verbose_name_plural = _("frozen figures")
        ordering = ["-frozen_at", "-pk"]
        indexes = [models.Index(fields=["measure", "year", "-frozen_at"], name="snapshot_newest")]

    def __str__(self) -> str:
        return f"{self.measure} {self.year} {self.sha256[:12]}"
