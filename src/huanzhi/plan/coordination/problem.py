"""协调问题 Problem: what one department cannot solve alone, until what was decided about it has been done."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet


class ProblemState(models.TextChoices):
    OPEN = "open", _("waits for a meeting")
    AGENDA = "agenda", _("on the agenda")
    DECIDED = "decided", _("decided")
    SETTLED = "settled", _("problem settled")


class Problem(models.Model):
    """A problem; `origin` says what it came from as `kind:key` (`blocker:12`, `case:2026-0004`), empty by hand.

    `organisation` is whose problem it is; `raised_for` is the body of who raised it.
    """

    title = models.CharField(_("problem"), max_length=200)
    text = models.TextField(_("in words"), blank=True)
    origin = models.CharField(_("came from"), max_length=80, blank=True)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="problems", verbose_name=_("department")
    )
    state = models.CharField(_("state"), max_length=8, choices=ProblemState, default=ProblemState.OPEN)
    raised_at = models.DateTimeField(_("raised"))
    raised_name = models.CharField(_("raised by"), max_length=80)
    raised_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(_("settled at"), null=True)
    settled_name = models.CharField(_("settled by"), max_length=80, blank=True)
    note = models.TextField(_("how it was settled"), blank=True)
    simulated = models.BooleanField(_("simulated"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem")
        verbose_name_plural = _("problems")
        ordering = ["raised_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["origin"],
                condition=~Q(origin="") & ~Q(state="settled"),
                name="one_open_problem_an_origin",
            ),
            models.CheckConstraint(
                condition=Q(state="settled", settled_at__isnull=False)
                | (~Q(state="settled") & Q(settled_at__isnull=True)),
                name="settled_has_its_time",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """A department sees its own problems, those it raised, and those of which something was assigned to it."""
        own = Q(organisation__in=scope.organisations) | Q(raised_by__in=scope.people)
        return own | Q(decisions__assignments__organisation__in=scope.organisations)
