"""证据 Evidence: photos and files of a case with hash, time and place; and what phones sent 现场记录, each once."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet
from huanzhi.work.attachments.types import Type, by_media


class PlaceFrom(models.TextChoices):
    DEVICE = "device", _("from the device")
    EXIF = "exif", _("from the photo's own data")
    NONE = "none", _("not known")


class OfCase(models.Model):
    """Something of a case, sent by somebody under a key of their own; who sees the case sees it."""

    key = models.UUIDField(_("sender's key"), unique=True)
    case = models.ForeignKey("work.Case", on_delete=models.PROTECT, verbose_name=_("case"))
    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+", verbose_name=_("by"))
    captured_at = models.DateTimeField(_("recorded on the device"), null=True)
    received_at = models.DateTimeField(_("received"))
    clock_off = models.IntegerField(_("device's clock off by, s"), null=True)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """As the case is."""
        case: Any = cls._meta.get_field("case").related_model
        return Q(case__in=case.objects.filter(case.visible_q(scope)))


class Evidence(OfCase):
    """A photo or file; the original lies under its hash and neither it nor this row is ever altered."""

    sha256 = models.CharField(_("hash"), max_length=64, db_index=True)
    hashed_at_capture = models.BooleanField(_("hashed on the device"))
    name = models.CharField(_("name"), max_length=120)
    media = models.CharField(_("type"), max_length=100)
    size = models.BigIntegerField(_("octets"))
    width = models.IntegerField(null=True)
    height = models.IntegerField(null=True)
    state = models.CharField(_("state of the case then"), max_length=16)
    step = models.CharField(_("for the step"), max_length=40, blank=True)
    note = models.TextField(_("note"), blank=True)
    lon = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True)
    lat = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True)
    accuracy = models.DecimalField(_("accuracy, m"), max_digits=8, decimal_places=1, null=True)
    place_from = models.CharField(_("source of the place"), max_length=8, choices=PlaceFrom)
    camera = models.JSONField(_("what the camera wrote"), default=dict)
    by = models.CharField(_("by"), max_length=80)
    simulated = models.BooleanField(_("simulated"), default=False)

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["received_at", "pk"]
        default_related_name = "evidence"

    def __str__(self) -> str:
        return f"{self.name} {self.sha256[:12]}"

    @property
    def type(self) -> Type:
        """The type of the file."""
        return by_media()[self.media]


class Outcome(models.TextChoices):
    DONE = "done", _("done")
    REFUSED = "refused", _("refused")


class FieldRecord(OfCase):
    """What a phone sent and what became of it: the same key again gets the same answer and does nothing."""

    verb = models.CharField(_("step"), max_length=40)
    note = models.TextField(_("note"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("field record")
        verbose_name_plural = _("field records")
        ordering = ["received_at", "pk"]
        default_related_name = "field_records"

    def __str__(self) -> str:
        return f"{self.verb} {self.key} {self.outcome}"
