"""工程照片 Photo of a work: how it looked on a day. The original lies under its hash; copies carry no metadata."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.plan.works.lists import stage_choices
from huanzhi.plan.works.of_project import OfProject


class WorkPhoto(OfProject):
    """A photo of a work; neither the original nor this row is altered, and the same file is there once a work."""

    sha256 = models.CharField(_("hash"), max_length=64)
    name = models.CharField(_("name"), max_length=120)
    media = models.CharField(_("type"), max_length=100)
    size = models.BigIntegerField(_("octets"))
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    taken_on = models.DateField(_("taken on"))
    day_from_photo = models.BooleanField(_("the day is the photo's own"))
    lon = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True)
    lat = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True)
    stage = models.CharField(_("stage"), max_length=16, choices=stage_choices, blank=True)
    note = models.TextField(_("what it shows"), blank=True)
    user = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+", null=True)
    by = models.CharField(_("by"), max_length=80)
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("photo of a work")
        verbose_name_plural = _("photos of works")
        ordering = ["taken_on", "pk"]
        default_related_name = "photos"
        constraints = [models.UniqueConstraint(fields=["project", "sha256"], name="one_photo_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.sha256[:12]}"
