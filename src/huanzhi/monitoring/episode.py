"""过程 Episode: one while in which something was wrong, from onset to end, not one alarm an hour."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import WideQuerySet


class Episode(models.Model):
    """An exceedance, a device off line, or data missing; computed from what stands, so it can be computed again."""

    class Kind(models.TextChoices):
        EXCEEDANCE = "exceedance", _("exceedance")
        OFFLINE = "offline", _("off line")
        MISSING = "missing", _("data missing")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    point = models.ForeignKey("monitoring.Point", on_delete=models.CASCADE, related_name="episodes")
    device = models.ForeignKey(
        "monitoring.Device", on_delete=models.CASCADE, null=True, related_name="episodes"
    )
    factor = models.CharField(_("factor"), max_length=24, blank=True)
    onset = models.DateTimeField(_("onset"))
    end = models.DateTimeField(_("end"), null=True)
    peak_e3 = models.BigIntegerField(_("peak"), null=True)
    peak_at = models.DateTimeField(_("peak at"), null=True)
    rule = models.CharField(_("rule"), max_length=40)
    edition = models.CharField(_("edition"), max_length=16)
    numbers = models.JSONField(_("numbers"), default=dict)
    suppressed = models.CharField(_("rests because"), max_length=200, blank=True)
    first_frame = models.BigIntegerField(_("first frame"), null=True)
    last_frame = models.BigIntegerField(_("last frame"), null=True)
    simulated = models.BooleanField(_("simulated"), default=False)
    evaluated_at = models.DateTimeField(_("evaluated at"))

    objects = WideQuerySet.as_manager()

    class Meta:
        verbose_name = _("episode")
        verbose_name_plural = _("episodes")
        ordering = ["-onset", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "point", "device", "factor", "onset"],
                name="one_episode_an_onset",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["point", "-onset"], name="episode_by_point")]

    def __str__(self) -> str:
        return f"{self.kind} {self.point_id} {self.onset}"
