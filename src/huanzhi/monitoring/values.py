"""小时值与日值: hours and days of series as they stand now, judged, and every change of one that stood already."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import WideQuerySet


class Standing(models.TextChoices):
    """How good a value is; only a passing one takes part in means."""

    VALID = "valid", _("valid")
    SUSPECT = "suspect", _("suspect")
    INVALID = "invalid", _("invalid")
    STOPPED = "stopped", _("stopped")
    MISSING = "missing", _("missing")


class SeriesValue(models.Model):
    """What a series stood at over a period: the value, on what it rests, and what the limit of that day says."""

    point = models.ForeignKey("monitoring.Point", on_delete=models.CASCADE, related_name="+")
    factor = models.CharField(_("factor"), max_length=24)
    value_e3 = models.BigIntegerField(_("value"), null=True)
    standing = models.CharField(_("state"), max_length=8, choices=Standing)
    basis = models.CharField(_("rests on"), max_length=12)  # sent, minutes, real, hours
    count = models.PositiveIntegerField(_("readings"), default=0)
    marks = models.JSONField(_("marks"), default=list)
    decision = models.CharField(_("decision"), max_length=12, blank=True)  # kept, exceeded or nothing
    limit = models.JSONField(_("limit"), default=dict)
    reason = models.CharField(_("reason"), max_length=200, blank=True)
    simulated = models.BooleanField(_("simulated"), default=False)
    evaluated_at = models.DateTimeField(_("evaluated at"))

    class Meta:
        abstract = True


class HourValue(SeriesValue):
    """An hour of a series (小时值), kept for some weeks; older ones are recomputed when asked for."""

    time = models.DateTimeField(_("hour ending"))

    objects = WideQuerySet.as_manager()

    class Meta:
        verbose_name = _("hour value")
        verbose_name_plural = _("hour values")
        constraints = [
            models.UniqueConstraint(fields=["point", "factor", "time"], name="one_value_a_series_and_hour")
        ]
        indexes = [models.Index(fields=["point", "time"], name="hour_value_by_point")]

    def __str__(self) -> str:
        return f"{self.point_id} {self.factor} {self.time}"


class DayValue(SeriesValue):
    """A day of a series (日值)."""

    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("day value")
        verbose_name_plural = _("day values")
        constraints = [
            models.UniqueConstraint(fields=["point", "factor", "day"], name="one_value_a_series_and_day")
        ]

    def __str__(self) -> str:
        return f"{self.point_id} {self.factor} {self.day}"


class Change(models.Model):
    """重算: something that stood already and came out otherwise, before and after, and the frame that did it."""

    at = models.DateTimeField(_("recomputed at"))
    point = models.ForeignKey("monitoring.Point", on_delete=models.CASCADE, related_name="+")
    what = models.CharField(_("what"), max_length=16)  # hour, day, air-hour, air-day, episode
    factor = models.CharField(_("factor"), max_length=24, blank=True)
    time = models.DateTimeField(_("of"))
    before = models.JSONField(_("before"), default=dict)
    after = models.JSONField(_("after"), default=dict)
    cause = models.CharField(_("cause"), max_length=24)  # frame, review, declaration, limit, rule, channel
    frame = models.BigIntegerField(_("frame"), null=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = WideQuerySet.as_manager()

    class Meta:
        verbose_name = _("change")
        verbose_name_plural = _("changes")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["point", "-at"], name="change_by_point")]

    def __str__(self) -> str:
        return f"{self.point_id} {self.what} {self.time}"
