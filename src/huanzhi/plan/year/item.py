"""目标任务 An item of an annual plan: the year's step of a task or an indicator, its target, its day, who answers."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet


class Basis(models.TextChoices):
    """Where a year's target comes from."""

    PRINTED = "printed", _("printed for this year")
    ASSIGNED = "assigned", _("set by a higher authority for this year")
    DERIVED = "derived", _("derived: linear from baseline to target")
    LATER = "later", _("printed for a later year")
    KEPT = "kept", _("due before; to be kept")
    WORDS = "words", _("printed in words, without a year")
    WAITING = "waiting", _("not set yet by the higher authority")
    OPEN = "open", _("no baseline printed: no path to the target")
    AGREED = "agreed", _("agreed in this year's plan")
    NONE = "none", _("the plan prints no target")


class AnnualItem(models.Model):
    """One line; `about` is `task:T001` or `indicator:3`. An item that is left out says why."""

    plan = models.ForeignKey("plan.AnnualPlan", on_delete=models.CASCADE, related_name="items")
    about = models.CharField(_("about"), max_length=40)
    order = models.PositiveSmallIntegerField(_("order"))
    chapter = models.PositiveSmallIntegerField(_("chapter"), default=0)
    title = models.CharField(_("title"), max_length=160)
    step = models.TextField(_("step of the year"), blank=True)
    target = models.TextField(_("target of the year"), blank=True)
    comparator = models.CharField(_("comparison"), max_length=12, blank=True)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4, null=True)
    unit = models.CharField(_("unit"), max_length=24, blank=True)
    basis = models.CharField(_("basis of the target"), max_length=12, choices=Basis, default=Basis.NONE)
    basis_note = models.CharField(_("remark on the basis"), max_length=300, blank=True)
    due_on = models.DateField(_("due"))
    person = models.CharField(_("person responsible"), max_length=80, blank=True)
    left_out = models.TextField(_("left out, because"), blank=True)
    edition = models.PositiveSmallIntegerField(default=1)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        app_label = "plan"
        verbose_name = _("item of an annual plan")
        verbose_name_plural = _("items of annual plans")
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["plan", "about"], name="one_annual_item_a_thing")]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """A department sees what names it, once it is no draft any more."""
        return Q(parts__organisation__in=scope.organisations) & ~Q(plan__state="draft")

    @property
    def code(self) -> str:
        """The number people call it by: of the task, or of the indicator."""
        return self.about.partition(":")[2]

    @property
    def kind(self) -> str:
        """`task` or `indicator`."""
        return self.about.partition(":")[0]

    @property
    def goal(self) -> str:
        """Sign, number and unit; empty without a number."""
        if self.value is None:
            return ""
        sign = {"<=": "≤ ", ">=": "≥ ", "=": ""}.get(self.comparator, "")
        return f"{sign}{self.value.normalize():f} {self.unit}".strip()

    @property
    def derived(self) -> bool:
        """Whether the number is computed and printed nowhere."""
        return self.basis == Basis.DERIVED


class AnnualPart(models.Model):
    """Which part an organisation has in an item: leads 牵头, answers 责任, supports 配合."""

    item = models.ForeignKey(AnnualItem, on_delete=models.CASCADE, related_name="parts")
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="annual_parts"
    )
    role = models.CharField(_("role"), max_length=12)
    order = models.PositiveSmallIntegerField()

    class Meta:
        app_label = "plan"
        verbose_name = _("part in an item of an annual plan")
        verbose_name_plural = _("parts in items of annual plans")
        ordering = ["item", "order"]
        constraints = [
            models.UniqueConstraint(fields=["item", "organisation"], name="one_annual_part_in_an_item"),
            models.CheckConstraint(
                condition=Q(role__in=("lead", "responsible", "supporting")), name="annual_part_has_a_role"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id} {self.role} {self.organisation_id}"

    @property
    def answers(self) -> bool:
        """Whether it leads or answers, and so signs."""
        return self.role != "supporting"
