"""派遣规则: to whom a case goes, the first rule that matches; rules are data with their validity."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Record, Register, add


class RoutingRule(Record):
    """A rule: what must match (what is left empty always does), and where the case goes."""

    order = models.PositiveIntegerField(_("order"), default=100)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    area = models.ForeignKey(
        "people.Area",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("area"),
    )
    subject = models.CharField(_("subject begins with"), max_length=80, blank=True)
    finding = models.CharField(
        _("finding says"), max_length=120, blank=True, help_text=_("field=value, for example factor=a21026")
    )
    grid = models.BooleanField(_("to the grid member of the place"), default=False)
    organisation = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department"),
    )
    lead = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead"),
    )

    class Meta:
        verbose_name = _("routing rule")
        verbose_name_plural = _("routing rules")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grid=True) | Q(organisation__isnull=False), name="a_rule_leads_somewhere"
            )
        ]


register = add(
    Register(
        model=RoutingRule,
        columns=["order", "code", "name", "kind", "area", "grid", "organisation", "lead"],
        fields=[
            "code",
            "name",
            "order",
            "kind",
            "area",
            "subject",
            "finding",
            "grid",
            "organisation",
            "lead",
            "valid_from",
            "valid_until",
        ],
        filters={"name": ["icontains"], "kind": ["exact"], "organisation": ["exact"]},
    )
)
