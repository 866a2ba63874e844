"""重点建设用地 Key construction land: plots whose soil must be known before they are used, from survey to permit."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Register, add
from huanzhi.people.located import PLACE, Located


class Purpose(models.TextChoices):
    HOUSING = "housing", _("housing")
    PUBLIC = "public", _("public management and services")
    OTHER = "other", _("other")


class Survey(models.TextChoices):
    NONE = "none", _("not surveyed")
    CLEAN = "clean", _("surveyed: below the screening values")
    ACCEPTABLE = "acceptable", _("assessed: risk acceptable")
    RISK = "risk", _("assessed: risk not acceptable")


class ConstructionPlot(Located):
    """A plot that changes its use or stands on the list of risk control and remediation (名录)."""

    hectares = models.DecimalField(_("area (ha)"), max_digits=11, decimal_places=3)
    former = models.CharField(_("former use"), max_length=120, blank=True)
    purpose = models.CharField(_("use planned"), max_length=8, choices=Purpose)
    survey = models.CharField(_("soil survey"), max_length=12, choices=Survey, default=Survey.NONE)
    survey_on = models.DateField(_("report reviewed on"), null=True, blank=True)
    listed_on = models.DateField(_("on the list since"), null=True, blank=True)
    accepted_on = models.DateField(_("remediation accepted on"), null=True, blank=True)
    delisted_on = models.DateField(_("off the list since"), null=True, blank=True)
    used_on = models.DateField(_("land supplied or permit on"), null=True, blank=True)
    permit = models.CharField(_("permit number"), max_length=60, blank=True)
    owner = models.CharField(_("who has the right of use"), max_length=120, blank=True)

    class Meta:
        app_label = "soil"
        verbose_name = _("plot of key construction land")
        verbose_name_plural = _("plots of key construction land")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(condition=Q(hectares__gt=0), name="a_building_plot_has_an_area")
        ]


FACTS = [
    "hectares", "former", "purpose", "survey", "survey_on", "listed_on", "accepted_on", "delisted_on",
    "used_on", "permit", "owner",
]  # fmt: skip
register = add(
    Register(
        model=ConstructionPlot,
        columns=["code", "name", "hectares", "purpose", "survey", "listed_on", "delisted_on", "used_on"],
        fields=["code", "name", *FACTS, *PLACE],
        filters={"name": ["icontains"], "purpose": ["exact"], "survey": ["exact"]},
        map="point",
        public=["code", "name", "hectares", "purpose", "survey", "listed_on", "delisted_on"],
    )
)
