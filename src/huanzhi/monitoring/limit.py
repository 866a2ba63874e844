"""排放限值 Limit: what binds an outlet, by permit or by standard, on which days."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Record, Register, add
from huanzhi.standards.bounds import bounds


class Averaging(models.TextChoices):
    HOUR = "hour", _("hour")
    DAY = "day", _("day")


class Ground(models.TextChoices):
    """A permit's limit goes before a standard's."""

    PERMIT = "permit", _("discharge permit")
    STANDARD = "standard", _("standard")


class OutletLimit(Record):
    """A limit of a factor at a point: the bounds as the document prints them, with its document and clause.

    `text` is at most a number (50), at least one (≥5), or from one to another (pH 6~9).
    """

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

    def clean(self) -> None:
        """The limit must be one that a value can be compared with."""
        super().clean()
        try:
            bounds(self.text).scaled()
        except ValueError:
            words = _(
                "%(text)s is no limit; write 50 (at most), ≥5 (at least) or 6~9 (from one to the other)"
            )
            raise ValidationError({"text": words % {"text": self.text}}) from None


register = add(
    Register(
        model=OutletLimit,
        columns=["code", "name", "point", "factor", "averaging", "text", "unit", "ground", "document"],
        fields=[
            "code", "name", "point", "factor", "averaging", "text", "unit", "ground", "document", "clause",
            "valid_from", "valid_until",
        ],
        filters={"name": ["icontains"], "point": ["exact"], "factor": ["exact"], "ground": ["exact"]},
        hints={"text": _("50 is at most, ≥5 at least, 6~9 from one to the other")},
    )
)  # fmt: skip
