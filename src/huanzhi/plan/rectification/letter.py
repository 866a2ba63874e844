"""交办信访件 Inspection letter: a complaint that an inspection handed over, and whether it came before."""

from datetime import datetime, time

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Record, Register, add
from huanzhi.kit.visibility import Scope
from huanzhi.science.shanghai import OFFSET


class LetterKind(models.TextChoices):
    AIR = "air", _("air")
    WATER = "water", _("water")
    NOISE = "noise", _("noise")
    SOIL = "soil", _("soil")
    WASTE = "waste", _("waste")
    ECOLOGY = "ecology", _("ecology")
    OTHER = "other", _("other")


class Verified(models.TextChoices):
    TRUE = "true", _("true")
    PARTLY = "partly", _("partly true")
    NOT = "not", _("not true")


class InspectionLetter(Record):
    """A letter of a round; its code is the number under which it was handed over."""

    code = models.CharField(_("number"), max_length=40, unique=True)
    round = models.ForeignKey(
        "plan.InspectionRound",
        on_delete=models.PROTECT,
        related_name="letters",
        verbose_name=_("inspection round"),
    )
    received_on = models.DateField(_("received on"))
    kind = models.CharField(_("complaint about"), max_length=8, choices=LetterKind, default=LetterKind.OTHER)
    place = models.CharField(_("place"), max_length=120, blank=True)
    area = models.ForeignKey(
        "people.Area",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("area"),
    )
    lon = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    lat = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    fact = models.TextField(_("what it says"))
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="+", verbose_name=_("department")
    )
    verified = models.CharField(_("found to be"), max_length=8, choices=Verified, blank=True)
    result = models.TextField(_("result"), blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    repeat_of = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="repeats",
        verbose_name=_("repeat of"),
    )

    class Meta:
        verbose_name = _("inspection letter")
        verbose_name_plural = _("inspection letters")
        ordering = ["-received_on", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on__isnull=True) | (~Q(verified="") & ~Q(result="")),
                name="closed_letter_has_a_result",
            )
        ]

    def clean(self) -> None:
        """A closed letter says what was found and done; a repeat is of one that came before."""
        if self.closed_on is not None:
            if not (self.verified and self.result.strip()):
                raise ValidationError({"closed_on": _("A closed letter says what was found and done.")})
            if self.received_on is not None and self.closed_on < self.received_on:
                raise ValidationError({"closed_on": _("Closed before it was received.")})
        before = self.repeat_of
        if before is not None and (before.pk == self.pk or before.received_on > self.received_on):
            raise ValidationError({"repeat_of": _("A repeat is of a letter that came before.")})

    @property
    def title(self) -> str:
        """What is compared with other letters."""
        return self.fact or self.name

    @property
    def subject(self) -> str:
        """The place without blanks; the letter's own number where none is given, so that it is like no other."""
        return "".join(self.place.split()) or self.code

    @property
    def opened_at(self) -> datetime:
        """The day it was received, for comparison."""
        return datetime.combine(self.received_on, time(), OFFSET)

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """The department that deals with it."""
        return Q(organisation__in=scope.organisations)


FIELDS = [
    "code", "name", "round", "received_on", "kind", "place", "area", "lon", "lat", "fact", "organisation",
    "verified", "result", "closed_on", "repeat_of",
]  # fmt: skip
register = add(
    Register(
        model=InspectionLetter,
        columns=["code", "name", "round", "received_on", "kind", "organisation", "verified", "closed_on"],
        fields=FIELDS,
        filters={
            "name": ["icontains"],
            "round": ["exact"],
            "kind": ["exact"],
            "verified": ["exact"],
            "organisation": ["exact"],
        },
    )
)
