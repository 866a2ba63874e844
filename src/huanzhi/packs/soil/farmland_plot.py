"""受污染耕地 Polluted farmland: plots by class of soil environment, and the measures taken on each."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Register, add
from huanzhi.people.located import PLACE, Located


class Grade(models.TextChoices):
    PRIORITY = "priority", _("priority protection")
    SAFE_USE = "safe_use", _("safe use")
    STRICT = "strict", _("strict control")


class Taken(models.TextChoices):
    NONE = "none", _("none yet")
    PROTECT = "protect", _("protection and monitoring")
    FARMING = "farming", _("agronomic control")
    VARIETY = "variety", _("other varieties")
    REMEDY = "remedy", _("remediation")
    OTHER_CROP = "other_crop", _("other crops, not for food")
    FALLOW = "fallow", _("fallow, forest or grass")


class FarmlandPlot(Located):
    """A plot of polluted arable land of the inventory; its class is the one that the city has delimited."""

    hectares = models.DecimalField(_("area (ha)"), max_digits=11, decimal_places=3)
    grade = models.CharField(_("class"), max_length=10, choices=Grade)
    pollutants = models.CharField(_("pollutants"), max_length=80, blank=True)
    crop = models.CharField(_("crop"), max_length=40, blank=True)
    measure = models.CharField(_("measure taken"), max_length=12, choices=Taken, default=Taken.NONE)
    since = models.DateField(_("measure since"), null=True, blank=True)
    produce_on = models.DateField(_("produce tested on"), null=True, blank=True)
    produce_sound = models.BooleanField(_("produce within the limits"), null=True, blank=True)
    verified_on = models.DateField(_("checked on the spot on"), null=True, blank=True)
    verified_by = models.CharField(_("checked on the spot by"), max_length=120, blank=True)
    user = models.CharField(_("who farms it"), max_length=120, blank=True)

    class Meta:
        app_label = "soil"
        verbose_name = _("plot of polluted farmland")
        verbose_name_plural = _("plots of polluted farmland")
        ordering = ["code"]
        constraints = [models.CheckConstraint(condition=Q(hectares__gt=0), name="a_plot_has_an_area")]


FACTS = [
    "hectares", "grade", "pollutants", "crop", "measure", "since", "produce_on", "produce_sound",
    "verified_on", "verified_by", "user",
]  # fmt: skip
register = add(
    Register(
        model=FarmlandPlot,
        columns=["code", "name", "area", "hectares", "grade", "measure", "verified_on"],
        fields=["code", "name", *FACTS, *PLACE],
        filters={"name": ["icontains"], "grade": ["exact"], "measure": ["exact"], "area": ["exact"]},
        map="point",
    )
)
