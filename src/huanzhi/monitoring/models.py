"""Tables: points and their sets, verdicts of the air by day and hour; every other thing has a file of its own."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.monitoring.channel import Channel
from huanzhi.monitoring.contact import Command, Contact, DeviceDay
from huanzhi.monitoring.device import Device, DeviceModel, DevicePassword
from huanzhi.monitoring.episode import Episode
from huanzhi.monitoring.inbox import Frame, Lane, Quarantined, Refusal
from huanzhi.monitoring.limit import OutletLimit
from huanzhi.monitoring.point import Point
from huanzhi.monitoring.readings import Latest, Recent, Touched
from huanzhi.monitoring.review import Declaration, Review, Suspicion
from huanzhi.monitoring.sealed import SealedDay
from huanzhi.monitoring.values import Change, DayValue, HourValue, Standing

__all__ = [
    "Change", "Channel", "Command", "Contact", "DayValue", "DayVerdict", "Declaration", "Device", "DeviceDay",
    "DeviceModel", "DevicePassword", "Episode", "Frame", "HourValue", "HourVerdict", "Lane", "Latest", "OutletLimit",
    "Point", "PointSet", "PointSetMember", "Quarantined", "Recent", "Refusal", "Review", "SealedDay", "Standing",
    "Suspicion", "Touched",
]  # fmt: skip


class PointSet(models.Model):
    """Which points a figure is about (点位集), in versions: a figure names the version it used."""

    code = models.CharField(_("code"), max_length=40)
    version = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=80)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    points = models.ManyToManyField(Point, through="PointSetMember", related_name="sets")

    class Meta:
        verbose_name = _("set of points")
        verbose_name_plural = _("sets of points")
        ordering = ["code", "version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="one_version_of_a_point_set")]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class PointSetMember(models.Model):
    """A point in a version of a set."""

    set = models.ForeignKey(PointSet, on_delete=models.CASCADE, related_name="members")
    point = models.ForeignKey(Point, on_delete=models.PROTECT, related_name="memberships")

    class Meta:
        verbose_name = _("point of a set")
        verbose_name_plural = _("points of sets")
        constraints = [models.UniqueConstraint(fields=["set", "point"], name="a_point_once_in_a_set")]


class Verdict(models.Model):
    """What the air was found to be, for a while at a point, under an edition of HJ 633."""

    point = models.ForeignKey(Point, on_delete=models.CASCADE, related_name="+", verbose_name=_("point"))
    edition = models.CharField(_("edition"), max_length=40)
    aqi = models.PositiveIntegerField("AQI", null=True)
    level = models.PositiveSmallIntegerField(_("level"), null=True)
    primary = models.JSONField(_("primary pollutants"), default=list)
    simulated = models.BooleanField(_("simulated"), default=False)
    evaluated_at = models.DateTimeField(_("evaluated at"))

    class Meta:
        abstract = True


class DayVerdict(Verdict):
    """A day at a point (日评价): statistics {item: {value_e3, hours, valid, reason}} and its AQI."""

    day = models.DateField(_("day"))
    statistics = models.JSONField(_("statistics"), default=dict)
    valid = models.BooleanField(_("valid"))

    class Meta:
        verbose_name = _("day verdict")
        verbose_name_plural = _("day verdicts")
        constraints = [models.UniqueConstraint(fields=["point", "day"], name="one_verdict_a_point_and_day")]
        indexes = [models.Index(fields=["day", "point"], name="day_verdict_by_day")]

    def __str__(self) -> str:
        return f"{self.point_id} {self.day}"


class HourVerdict(Verdict):
    """A recent hour at a point (小时评价): values {item: {value_e3, flag}}; older ones on request."""

    time = models.DateTimeField(_("hour ending"))
    values = models.JSONField(_("values"), default=dict)

    class Meta:
        verbose_name = _("hour verdict")
        verbose_name_plural = _("hour verdicts")
        constraints = [models.UniqueConstraint(fields=["point", "time"], name="one_verdict_a_point_and_hour")]

    def __str__(self) -> str:
        return f"{self.point_id} {self.time:%Y-%m-%d %H:%M}"
