"""读数 Readings on their way to the lake, and the newest of every series."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import WideQuerySet

STATISTICS = ("real", "minute", "hour", "day")


class Recent(models.Model):
    """A reading that is not in the lake yet; the columns are the lake's. `row` is the number of its frame."""

    point = models.CharField(max_length=40)
    factor = models.CharField(max_length=24)
    statistic = models.CharField(max_length=12)
    time = models.DateTimeField()
    value_e3 = models.BigIntegerField(null=True)
    flag = models.CharField(max_length=2)
    received = models.DateTimeField()
    source = models.CharField(max_length=80)
    row = models.BigIntegerField()
    simulated = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("recent reading")
        verbose_name_plural = _("recent readings")
        indexes = [models.Index(fields=["point", "factor", "statistic", "time"], name="recent_series")]

    def __str__(self) -> str:
        return f"{self.point} {self.factor} {self.time}"


class Latest(models.Model):
    """The newest reading of a series by data time, not by arrival; of one time, the one received last."""

    point = models.CharField(_("point"), max_length=40)
    factor = models.CharField(_("factor"), max_length=24)
    statistic = models.CharField(_("statistic"), max_length=12)
    time = models.DateTimeField(_("time"))
    value_e3 = models.BigIntegerField(_("value"), null=True)
    flag = models.CharField(_("flag"), max_length=2)
    received = models.DateTimeField(_("received"))
    row = models.BigIntegerField(_("frame"))
    simulated = models.BooleanField(_("simulated"), default=False)

    objects = WideQuerySet.as_manager()

    class Meta:
        verbose_name = _("latest reading")
        verbose_name_plural = _("latest readings")
        constraints = [
            models.UniqueConstraint(fields=["point", "factor", "statistic"], name="one_latest_a_series")
        ]

    def __str__(self) -> str:
        return f"{self.point} {self.factor}"


class Touched(models.Model):
    """An hour of a point that has a new reading (待重算); a recomputation takes it away in its own transaction."""

    point = models.CharField(max_length=40)
    statistic = models.CharField(max_length=12)
    time = models.DateTimeField(_("hour ending"))
    row = models.BigIntegerField(_("frame"))
    late = models.BooleanField(_("came late"), default=False)

    class Meta:
        verbose_name = _("touched hour")
        verbose_name_plural = _("touched hours")

    def __str__(self) -> str:
        return f"{self.point} {self.time}"
