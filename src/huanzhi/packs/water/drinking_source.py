"""饮用水水源 Drinking-water sources: what is taken from, for whom, under which approved protection zones."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Register, add
from huanzhi.people.located import PLACE, Located


class Level(models.TextChoices):
    CITY = "city", _("city (prefecture)")
    COUNTY = "county", _("county or district")
    TOWN = "town", _("town (1,000 people and more)")
    VILLAGE = "village", _("village")


class Water(models.TextChoices):
    RIVER = "river", _("river")
    LAKE = "lake", _("lake or reservoir")
    GROUND = "ground", _("groundwater")


class Use(models.TextChoices):
    IN_USE = "in_use", _("in use")
    RESERVE = "reserve", _("reserve")
    CLOSED = "closed", _("no longer used")


class DrinkingSource(Located):
    """A source with its intake, as the yearly list of sources names it."""

    level = models.CharField(_("level"), max_length=8, choices=Level, default=Level.CITY)
    water = models.CharField(_("kind of water"), max_length=8, choices=Water)
    state = models.CharField(_("state"), max_length=8, choices=Use, default=Use.IN_USE)
    point = models.ForeignKey(
        "monitoring.Point", models.PROTECT, null=True, blank=True, verbose_name=_("sampled at")
    )
    daily_m3 = models.PositiveIntegerField(_("water taken (m³/d)"), null=True, blank=True)
    people = models.PositiveIntegerField(_("people served"), null=True, blank=True)
    zones = models.CharField(_("protection zones approved by"), max_length=120, blank=True)
    zones_on = models.DateField(_("approved on"), null=True, blank=True)
    plan_on = models.DateField(_("emergency plan filed on"), null=True, blank=True)
    keeper = models.ForeignKey(
        "people.Organisation", models.PROTECT, null=True, blank=True, verbose_name=_("kept by")
    )

    class Meta:
        app_label = "water"
        verbose_name = _("drinking-water source")
        verbose_name_plural = _("drinking-water sources")
        ordering = ["code"]


FACTS = [
    "level", "water", "state", "point", "daily_m3", "people", "zones", "zones_on", "plan_on", "keeper",
]  # fmt: skip
register = add(
    Register(
        model=DrinkingSource,
        columns=["code", "name", "level", "water", "state", "point", "zones"],
        fields=["code", "name", *FACTS, *PLACE],
        filters={"name": ["icontains"], "level": ["exact"], "water": ["exact"], "state": ["exact"]},
        map="point",
        public=["code", "name", "level", "water"],
    )
)
