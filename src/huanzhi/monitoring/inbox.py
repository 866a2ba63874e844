"""收件箱 Inbox: the journal of raw frames, durable before anything is acknowledged, and what could not be used."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import WideQuerySet

SPAN = 10**15  # numbers of one lane


class Lane(models.Model):
    """A writer of the journal (通道): it numbers its frames in the order in which it commits them.

    `unpacked` is the last of them whose effects are in the tables here. One process at a time holds a lane.
    """

    name = models.CharField(max_length=40, unique=True)
    unpacked = models.BigIntegerField(default=0)

    class Meta:
        verbose_name = _("lane")
        verbose_name_plural = _("lanes")

    def __str__(self) -> str:
        return self.name

    @property
    def first(self) -> int:
        """Below the number of its first frame."""
        return self.pk * SPAN


class Frame(models.Model):
    """What came in, byte for byte, numbered `lane * SPAN + n`. Written by COPY only, never changed.

    `refusal` is empty, or says why the door did not take it: an instrument that sent such a frame got no answer.
    """

    id = models.BigIntegerField(primary_key=True)
    received = models.DateTimeField(_("received"))
    door = models.CharField(_("door"), max_length=24)
    peer = models.CharField(_("sender"), max_length=80)
    mn = models.CharField("MN", max_length=64)
    raw = models.BinaryField(_("as it came"))
    refusal = models.CharField(_("refusal"), max_length=24)
    reason = models.TextField(_("reason"))

    objects = WideQuerySet.as_manager()

    class Meta:
        verbose_name = _("frame")
        verbose_name_plural = _("frames")
        ordering = ["id"]
        indexes = [models.Index(fields=["mn", "id"], name="frame_by_device")]

    def __str__(self) -> str:
        return f"{self.pk} {self.mn}"


class Refusal(models.TextChoices):
    """Why a frame is not used."""

    GARBAGE = "garbage", _("no frame")
    UNREADABLE = "unreadable", _("cannot be read")
    UNKNOWN_DEVICE = "unknown-device", _("unknown device")
    PASSWORD = "password", _("wrong password")
    CLOCK = "clock", _("impossible clock")
    RATE = "rate", _("too many, too fast")
    PACKETS = "packets", _("packets missing")
    VALUE = "value", _("value cannot be used")


class Quarantined(models.Model):
    """隔离: a frame, or a value of one, that could not be used, with its reason, until a person has looked at it."""

    frame = models.BigIntegerField(_("frame"), db_index=True)
    received = models.DateTimeField(_("received"))
    peer = models.CharField(_("sender"), max_length=80, blank=True)
    mn = models.CharField("MN", max_length=64, blank=True)
    kind = models.CharField(_("kind"), max_length=24, choices=Refusal)
    field = models.CharField(_("field"), max_length=80, blank=True)
    value = models.CharField(_("value"), max_length=200, blank=True)
    reason = models.TextField(_("reason"))
    simulated = models.BooleanField(_("simulated"), default=False)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True)
    reviewed_by = models.CharField(_("reviewed by"), max_length=80, blank=True)
    taken = models.BooleanField(_("taken in after all"), default=False)
    note = models.TextField(_("note"), blank=True)

    objects = WideQuerySet.as_manager()

    class Meta:
        verbose_name = _("quarantined frame")
        verbose_name_plural = _("quarantine")
        ordering = ["-received", "-pk"]
        indexes = [
            models.Index(fields=["mn", "kind"], name="quarantine_by_device"),
            models.Index(fields=["-received"], name="quarantine_newest"),
            models.Index(
                fields=["-received"], name="quarantine_waiting", condition=models.Q(reviewed_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mn} {self.kind}"
