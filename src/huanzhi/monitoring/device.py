"""现场机 Device and its model: the instrument that talks, what it is called, and how strictly it is read."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Record, Register, add
from huanzhi.kit.visibility import WideQuerySet
from huanzhi.wire import hj212, micro_station

EVERYTHING = hj212.EVERYTHING | micro_station.EVERYTHING  # leniencies that there are


class Edition(models.IntegerChoices):
    """Editions of HJ 212 as the version bits of Flag tell them."""

    E2005 = 2005, "HJ/T 212-2005"
    E2017 = 2017, "HJ 212-2017"
    E2025 = 2025, "HJ 212-2025"


def known_leniencies(text: str) -> None:
    """ValidationError for a word that names no leniency."""
    if unknown := sorted(set(words(text)) - EVERYTHING):
        raise ValidationError(_("no leniency of that name: %(names)s") % {"names": ", ".join(unknown)})


def known_dialects(text: str) -> None:
    """ValidationError for a word that names no dialect, or two that contradict one another."""
    try:
        hj212.dialects_of(text)
    except (LookupError, ValueError) as error:
        raise ValidationError(str(error.args[0])) from None


def words(text: str) -> list[str]:
    """The words of a list divided by commas or spaces.

    >>> words("line-end, password")
    ['line-end', 'password']
    """
    return text.replace(",", " ").split()


class DeviceModel(Record):
    """A model of data logger (数采仪型号): which leniencies are refused to it, which dialects it speaks."""

    maker = models.CharField(_("maker"), max_length=80, blank=True)
    edition = models.PositiveSmallIntegerField(_("edition"), choices=Edition, default=Edition.E2017)
    refused = models.TextField(_("leniencies refused"), blank=True, validators=[known_leniencies])
    dialects = models.TextField(_("dialects"), blank=True, validators=[known_dialects])

    class Meta:
        verbose_name = _("device model")
        verbose_name_plural = _("device models")
        ordering = ["code"]

    @property
    def allowed(self) -> frozenset[str]:
        """The leniencies that are tolerated."""
        return EVERYTHING - set(words(self.refused))


class Device(Record):
    """An instrument's data logger; its code is its MN, as it sends it."""

    model = models.ForeignKey(
        DeviceModel, on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("model")
    )
    point = models.ForeignKey(
        "monitoring.Point",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="devices",
        verbose_name=_("point"),
    )
    real_seconds = models.PositiveIntegerField(_("seconds between real-time data"), default=60)
    minute_minutes = models.PositiveSmallIntegerField(_("minutes of minute data"), default=10)
    supplements = models.BooleanField(_("asked for what is missing"), default=True)
    maintainer = models.CharField(_("maintained by"), max_length=80, blank=True)
    installed_on = models.DateField(_("installed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("device")
        verbose_name_plural = _("devices")
        ordering = ["code"]

    @property
    def allowed(self) -> frozenset[str]:
        """The leniencies that are tolerated of its model; all of them when it has none."""
        return self.model.allowed if self.model else EVERYTHING


class DevicePassword(models.Model):
    """What a device must say as PW; it has no page, no export and no entry in the ledger.

    HJ 212 sends it in the clear in every frame and requests to the device must carry it, so it cannot be kept as a
    hash. While a rotation is under way the former one still opens.
    """

    device = models.OneToOneField(Device, on_delete=models.CASCADE, related_name="password", primary_key=True)
    current = models.CharField(max_length=32)
    former = models.CharField(max_length=32, blank=True)
    since = models.DateTimeField()
    former_until = models.DateTimeField(null=True, blank=True)

    objects = WideQuerySet.as_manager()

    class Meta:
        verbose_name = _("device password")
        verbose_name_plural = _("device passwords")

    def __str__(self) -> Any:
        return _("password of %(device)s") % {"device": self.device_id}


models_register = add(
    Register(
        model=DeviceModel,
        columns=["code", "name", "maker", "edition", "refused"],
        fields=["code", "name", "maker", "edition", "refused", "dialects"],
        filters={"name": ["icontains"], "edition": ["exact"]},
    )
)
register = add(
    Register(
        model=Device,
        columns=["code", "name", "point", "model", "maintainer"],
        fields=[
            "code", "name", "point", "model", "real_seconds", "minute_minutes", "supplements", "maintainer",
            "installed_on", "valid_from", "valid_until",
        ],
        filters={"name": ["icontains"], "model": ["exact"], "point": ["exact"]},
    )
)  # fmt: skip
