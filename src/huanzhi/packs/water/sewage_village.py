"""农村生活污水 Rural sewage: administrative villages, how each one's sewage is treated, and who has looked at it."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Register, add
from huanzhi.people.located import PLACE, Located


class Mode(models.TextChoices):
    NONE = "none", _("not treated")
    SEWER = "sewer", _("sewer to a plant")
    FACILITY = "facility", _("facility of its own")
    REUSE = "reuse", _("resource use")


class SewageVillage(Located):
    """An administrative village (行政村) in the ledger of rural sewage; its code is the 12-digit statistical one."""

    village = models.CharField(
        _("village code (12 digits)"), max_length=12, blank=True, validators=[RegexValidator(r"^\d{12}$")]
    )
    households = models.PositiveIntegerField(_("households"))
    people = models.PositiveIntegerField(_("people living there"))
    mode = models.CharField(_("how it is treated"), max_length=10, choices=Mode, default=Mode.NONE)
    served = models.PositiveIntegerField(_("households served"), default=0)
    facility_m3 = models.DecimalField(
        _("design (m³/d)"), max_digits=8, decimal_places=1, null=True, blank=True
    )
    running = models.BooleanField(_("runs as it should"), default=True)
    since = models.DateField(_("treated since"), null=True, blank=True)
    verified_on = models.DateField(_("checked on the spot on"), null=True, blank=True)
    verified_by = models.CharField(_("checked on the spot by"), max_length=120, blank=True)
    flaw = models.CharField(_("flaw found"), max_length=200, blank=True)

    class Meta:
        app_label = "water"
        verbose_name = _("village's sewage")
        verbose_name_plural = _("villages' sewage")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(served__lte=F("households")), name="served_of_households")
        ]


FACTS = [
    "village", "households", "people", "mode", "served", "facility_m3", "running", "since",
    "verified_on", "verified_by", "flaw",
]  # fmt: skip
register = add(
    Register(
        model=SewageVillage,
        columns=["code", "name", "area", "mode", "households", "served", "since", "verified_on"],
        fields=["code", "name", *FACTS, *PLACE],
        filters={"name": ["icontains"], "mode": ["exact"], "area": ["exact"]},
        map="point",
        public=["code", "name", "mode"],
    )
)
