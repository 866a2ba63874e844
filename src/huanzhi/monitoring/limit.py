"""排放限值 Limit: what binds an outlet, by permit or by standard, on which days."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Record, Register, add


class Averaging(models.TextChoices):
    HOUR = "hour", _("hour")
    DAY = "day", _("day")


class Ground(models.TextChoices):
    """A permit's limit goes before a standard's."""

    PERMIT = "permit", _("discharge permit")
    STANDARD = "standard", _("standard")


class OutletLimit(Record):
    """A limit of a factor at a point: the number as the document prints it, with its document and clause."""

    point = models.ForeignKey(
        "monitoring.Point", on_delete=models.CASCADE, related_name="limits", verbose_name=_("point")
    )
    factor = models.CharField(_("factor"), max_length=16)
    averaging = models.CharField(_("averaging"), max_length=8, choices=Averaging, default=Averaging.HOUR)
    text = models.CharField(_("limit as printed"), max_length=16)
    unit = models.CharField(_("unit"), max_length=16)
    ground = models.CharField(_("ground"), max_length=12, choices=Ground, default=Ground.PERMIT)
    document = models.CharField(_("document"), max_length=120)
    clause = models.CharField(_("clause"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("limit")
        verbose_name_plural = _("limits")
        ordering = ["code"]


register = add(
    Register(
        model=OutletLimit,
        columns=["code", "name", "point", "factor", "averaging", "text", "unit", "ground", "document"],
        fields=[
            "code", "name", "point", "factor", "averaging", "text", "unit", "ground", "document", "clause",
            "valid_from", "valid_until",
        ],
        filters={"name": ["icontains"], "point": ["exact"], "factor": ["exact"], "ground": ["exact"]},
    )
)  # fmt: skip
