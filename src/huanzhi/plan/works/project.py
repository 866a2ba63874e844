"""重大工程 Project: a construction work of the plan, of its boxed columns (专栏) or of its running text.

What the plan leaves out (owner, money, dates, place) stays empty until somebody says it; `lacks` in `queries` tells
what, and who must say it.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet


class Origin(models.TextChoices):
    BOX = "box", _("box")
    TEXT = "text", _("text")


class Project(models.Model):
    """工程: one work; its code stays when the plan is read again, and what was said of it since with it."""

    document = models.ForeignKey(
        "plan.Document", on_delete=models.CASCADE, related_name="projects", verbose_name=_("plan")
    )
    code = models.CharField(_("code"), max_length=8)
    key = models.CharField(_("code with the plan's number"), max_length=16, unique=True)
    origin = models.CharField(_("printed in"), max_length=4, choices=Origin, default=Origin.BOX)
    column = models.PositiveSmallIntegerField(_("box"), default=0)  # 0: in no box
    group = models.CharField(_("group"), max_length=120, blank=True)
    name = models.CharField(_("name"), max_length=200)
    printed = models.TextField(_("in the plan's words"), blank=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    quantities = models.JSONField(_("quantities"), default=list)
    in_plan = models.BooleanField(_("still printed in the plan"), default=True)
    tasks = models.ManyToManyField("plan.Task", related_name="projects", verbose_name=_("tasks"), blank=True)
    owner = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        related_name="projects",
        null=True,
        verbose_name=_("owner"),
    )
    place = models.CharField(_("place"), max_length=120, blank=True)
    area = models.ForeignKey(
        "people.Area", on_delete=models.PROTECT, related_name="projects", null=True, verbose_name=_("area")
    )
    lon = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True)
    lat = models.DecimalField(_("latitude"), max_digits=8, decimal_places=6, null=True)
    budget_yuan = models.BigIntegerField(_("budget (yuan)"), null=True)
    starts_on = models.DateField(_("start"), null=True)
    finishes_on = models.DateField(_("finish"), null=True)
    simulated = models.BooleanField(_("simulated"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("works")
        ordering = ["document", "code"]
        constraints = [
            models.UniqueConstraint(fields=["document", "code"], name="one_project_a_code"),
            models.CheckConstraint(
                condition=Q(budget_yuan=None) | Q(budget_yuan__gte=0), name="project_budget_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(finishes_on=None) | Q(finishes_on__gte=F("starts_on")),
                name="project_finishes_after_start",
            ),
            models.CheckConstraint(
                condition=Q(lon=None, lat=None) | Q(lon__isnull=False, lat__isnull=False),
                name="project_whole_position",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """A department sees what it owns and the works of the tasks that name it."""
        return Q(owner__in=scope.organisations) | Q(tasks__roles__organisation__in=scope.organisations)
