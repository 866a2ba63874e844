"""资金 Fund line: money of one source for one work in one year: planned, allocated, paid, with the document's number.

A register: a finance office brings its table as a spreadsheet; `project` is the work's code with the plan's number, as
in 1-W14.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.register import Record, Register, add
from huanzhi.kit.visibility import Scope
from huanzhi.plan.works.lists import source_choices
from huanzhi.plan.works.project import Project

AMOUNTS = ("planned_yuan", "allocated_yuan", "paid_yuan")


class FundLine(Record):
    """Yuan; an empty amount is one that nobody has stated, which is not nought."""

    project = models.ForeignKey(
        Project, on_delete=models.PROTECT, to_field="key", related_name="funds", verbose_name=_("work")
    )
    source = models.CharField(_("source of money"), max_length=16, choices=source_choices)
    year = models.PositiveSmallIntegerField(_("year"))
    planned_yuan = models.BigIntegerField(_("planned (yuan)"), null=True, blank=True)
    allocated_yuan = models.BigIntegerField(_("allocated (yuan)"), null=True, blank=True)
    paid_yuan = models.BigIntegerField(_("paid (yuan)"), null=True, blank=True)
    number = models.CharField(_("document number"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("fund line")
        verbose_name_plural = _("funds of works")
        ordering = ["year", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned_yuan__gte=0) | Q(planned_yuan=None),
                name="fund_planned_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(allocated_yuan=None) | Q(allocated_yuan__gte=0) & ~Q(number=""),
                name="fund_allocated_by_document",
            ),
            models.CheckConstraint(
                condition=Q(paid_yuan=None)
                | Q(paid_yuan__gte=0, paid_yuan__lte=F("allocated_yuan")) & Q(allocated_yuan__isnull=False),
                name="fund_paid_within_allocated",
            ),
        ]

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """As the work is."""
        return Q(project__in=Project.objects.filter(Project.visible_q(scope)).values("key"))

    def clean(self) -> None:
        """What the amounts and their document must hold to, field by field."""
        wrong: dict[str, str] = {
            name: gettext("an amount is not negative")
            for name in AMOUNTS
            if getattr(self, name) is not None and getattr(self, name) < 0
        }
        if self.allocated_yuan is not None and not self.number.strip():
            wrong["number"] = gettext("what was allocated needs the number of its document")
        if self.paid_yuan is not None and self.paid_yuan > (self.allocated_yuan or 0):
            wrong["paid_yuan"] = gettext("more was paid than was allocated")
        if wrong:
            raise ValidationError(wrong)


register = add(
    Register(
        model=FundLine,
        columns=["code", "name", "project", "source", "year", *AMOUNTS],
        fields=["code", "name", "project", "source", "year", *AMOUNTS, "number"],
        filters={"name": ["icontains"], "source": ["exact"], "year": ["exact"]},
        hints={
            "project": _("The work's code with the plan's number, as in 1-W14."),
            "source": _("The code or the words of a source."),
        },
    )
)
