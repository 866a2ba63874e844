"""地下水监测点位 Groundwater points: wells and springs of the monitoring net, and what each is there for."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Register, add
from huanzhi.people.located import PLACE, Located


class Role(models.TextChoices):
    REGIONAL = "regional", _("regional point")
    RISK = "risk", _("point at a source of pollution")
    SUPPLY = "supply", _("point of a drinking-water source")


class Aquifer(models.TextChoices):
    PHREATIC = "phreatic", _("phreatic")
    CONFINED = "confined", _("confined")
    SPRING = "spring", _("spring")


class Assessed(models.TextChoices):
    NATIONAL = "national", _("national")
    PROVINCIAL = "provincial", _("provincial")
    CITY = "city", _("municipal")
    NONE = "none", _("not assessed")


class GroundwaterPoint(Located):
    """A point whose samplings are judged by GB/T 14848."""

    role = models.CharField(_("kind of point"), max_length=10, choices=Role, default=Role.REGIONAL)
    assessed = models.CharField(_("assessed by"), max_length=10, choices=Assessed, default=Assessed.NONE)
    aquifer = models.CharField(_("aquifer"), max_length=10, choices=Aquifer, default=Aquifer.PHREATIC)
    depth = models.DecimalField(_("depth (m)"), max_digits=6, decimal_places=1, null=True, blank=True)
    point = models.ForeignKey(
        "monitoring.Point", models.PROTECT, null=True, blank=True, verbose_name=_("sampled at")
    )
    target = models.CharField(_("class set for it"), max_length=4, blank=True)
    natural = models.CharField(_("items above class IV by nature"), max_length=120, blank=True)
    document = models.CharField(_("document that names it"), max_length=120, blank=True)

    class Meta:
        app_label = "water"
        verbose_name = _("groundwater point")
        verbose_name_plural = _("groundwater points")
        ordering = ["code"]


FACTS = ["role", "assessed", "aquifer", "depth", "point", "target", "natural", "document"]
register = add(
    Register(
        model=GroundwaterPoint,
        columns=["code", "name", "role", "assessed", "aquifer", "point", "target"],
        fields=["code", "name", *FACTS, *PLACE],
        filters={"name": ["icontains"], "role": ["exact"], "assessed": ["exact"], "aquifer": ["exact"]},
        map="point",
        public=["code", "name", "role"],
    )
)
