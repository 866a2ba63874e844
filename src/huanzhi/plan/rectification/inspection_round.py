"""督察轮次 Inspection round: which inspection, by whom, and what a document states of its totals."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Record, Register, add

TOTALS = ("items_stated", "items_closed_stated", "letters_stated", "letters_closed_stated")


class InspectionLevel(models.TextChoices):
    CENTRAL = "central", _("central inspection")
    PROVINCIAL = "provincial", _("provincial inspection")
    MUNICIPAL = "municipal", _("municipal inspection")
    UNSTATED = "unstated", _("not stated")


class InspectionRound(Record):
    """A round of inspection. Totals are those that the statement names, never counted from it.

    `unknown` is what nobody has said about it yet, `asked` who must say it.
    """

    level = models.CharField(
        _("level of the inspection"), max_length=12, choices=InspectionLevel, default=InspectionLevel.UNSTATED
    )
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    document = models.CharField(_("document number"), max_length=80, blank=True)
    items_stated = models.PositiveIntegerField(_("items stated"), null=True, blank=True)
    items_closed_stated = models.PositiveIntegerField(_("of them closed"), null=True, blank=True)
    letters_stated = models.PositiveIntegerField(_("letters stated"), null=True, blank=True)
    letters_closed_stated = models.PositiveIntegerField(_("letters closed"), null=True, blank=True)
    statement = models.CharField(_("stated by"), max_length=200, blank=True)
    unknown = models.TextField(_("what is not known"), blank=True)
    asked = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who must say"),
    )

    class Meta:
        verbose_name = _("inspection round")
        verbose_name_plural = _("inspection rounds")
        ordering = ["code"]

    def clean(self) -> None:
        """Totals name the document that states them, and no more is closed than there is."""
        if any(getattr(self, name) is not None for name in TOTALS) and not self.statement.strip():
            raise ValidationError({"statement": _("Totals need the document that states them.")})
        for whole, part in (TOTALS[:2], TOTALS[2:]):
            most, closed = getattr(self, whole), getattr(self, part)
            if closed is not None and (most is None or closed > most):
                raise ValidationError({part: _("More closed than there are.")})


register = add(
    Register(
        model=InspectionRound,
        columns=["code", "name", "level", "year", "document", "items_stated", "letters_stated"],
        fields=["code", "name", "level", "year", "document", *TOTALS, "statement", "unknown", "asked"],
        filters={"name": ["icontains"], "level": ["exact"]},
    )
)
