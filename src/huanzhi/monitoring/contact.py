"""联网状态: what each device said last, how its days went, and what it was asked."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import WideQuerySet


class Contact(models.Model):
    """What a device said last, when, how late."""

    device = models.OneToOneField(
        "monitoring.Device", on_delete=models.CASCADE, primary_key=True, related_name="contact"
    )
    received = models.DateTimeField(_("last frame received"))
    frame = models.BigIntegerField(_("frame"))
    command = models.CharField(_("command"), max_length=8, blank=True)
    data_time = models.DateTimeField(_("newest data time"), null=True)
    late_seconds = models.IntegerField(_("seconds late"), null=True)
    peer = models.CharField(_("sender"), max_length=80, blank=True)
    edition = models.PositiveSmallIntegerField(_("edition"), null=True)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")

    def __str__(self) -> str:
        return f"{self.device_id} {self.received}"


class DeviceDay(models.Model):
    """A device's day (联网与传输有效率): counts that the rates are made from."""

    device = models.ForeignKey("monitoring.Device", on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    frames = models.PositiveIntegerField(_("frames"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    repeats = models.PositiveIntegerField(_("repeats"), default=0)
    late = models.PositiveIntegerField(_("came late"), default=0)
    leniencies = models.JSONField(_("leniencies"), default=dict)
    online_minutes = models.PositiveSmallIntegerField(_("minutes on line"), null=True)
    due_minutes = models.PositiveSmallIntegerField(_("minutes it should have been"), null=True)
    due = models.PositiveIntegerField(_("hours due"), null=True)
    sent = models.PositiveIntegerField(_("hours sent"), null=True)
    valid = models.PositiveIntegerField(_("hours valid"), null=True)

    objects = WideQuerySet.as_manager()

    class Meta:
        verbose_name = _("device day")
        verbose_name_plural = _("device days")
        constraints = [models.UniqueConstraint(fields=["device", "day"], name="one_row_a_device_and_day")]

    def __str__(self) -> str:
        return f"{self.device_id} {self.day}"


class Command(models.Model):
    """反控 Command: something asked of a device, and how far it got."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting for the device")
        SENT = "sent", _("sent")
        ACCEPTED = "accepted", _("accepted by the device")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused by the device")
        SILENT = "silent", _("no answer")

    device = models.ForeignKey("monitoring.Device", on_delete=models.CASCADE, related_name="commands")
    cn = models.CharField(_("command"), max_length=8)
    parameters = models.JSONField(_("parameters"), default=dict)
    qn = models.CharField("QN", max_length=17, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    answer = models.CharField(_("answer"), max_length=40, blank=True)
    frames = models.PositiveIntegerField(_("frames in answer"), default=0)
    by = models.CharField(_("by"), max_length=80)
    at = models.DateTimeField(_("asked at"))
    sent_at = models.DateTimeField(_("sent at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)

    objects = WideQuerySet.as_manager()

    class Meta:
        verbose_name = _("command")
        verbose_name_plural = _("commands")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["state", "device"], name="command_by_state")]

    def __str__(self) -> str:
        return f"{self.device_id} {self.cn}"
