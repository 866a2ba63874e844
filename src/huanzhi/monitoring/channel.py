"""监测因子 Channel: one factor that a device sends, in which unit, and between which values it can be believed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Record, Register, add


class Channel(Record):
    """A factor of a device. What the lake keeps is the value sent times the scale, in the unit named here."""

    device = models.ForeignKey(
        "monitoring.Device", on_delete=models.CASCADE, related_name="channels", verbose_name=_("device")
    )
    sent = models.CharField(_("code as sent"), max_length=8)
    factor = models.CharField(_("factor"), max_length=16)
    unit = models.CharField(_("unit kept"), max_length=16)
    scale = models.DecimalField(_("scale"), max_digits=14, decimal_places=6, default=1)
    low = models.DecimalField(_("range from"), max_digits=14, decimal_places=3, null=True, blank=True)
    high = models.DecimalField(_("range to"), max_digits=14, decimal_places=3, null=True, blank=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["device", "sent"], name="a_code_once_a_device")]


register = add(
    Register(
        model=Channel,
        columns=["code", "name", "device", "sent", "factor", "unit", "low", "high"],
        fields=[
            "code",
            "name",
            "device",
            "sent",
            "factor",
            "unit",
            "scale",
            "low",
            "high",
            "valid_from",
            "valid_until",
        ],
        filters={"name": ["icontains"], "device": ["exact"], "factor": ["exact"]},
    )
)  # fmt: skip
