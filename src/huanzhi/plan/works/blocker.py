"""问题障碍 Blocker: what keeps a work from going on; it goes to the coordination meeting as `blocker:<pk>`."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.plan.works.of_project import OfProject


class BlockerState(models.TextChoices):
    OPEN = "open", _("not settled")
    AT_MEETING = "at_meeting", _("before the meeting")
    SETTLED = "settled", _("settled")


class Blocker(OfProject):
    """What is in the way, what is asked of whom, and how it was settled."""

    title = models.CharField(_("what is in the way"), max_length=120)
    text = models.TextField(_("in full"), blank=True)
    asks = models.TextField(_("what is needed, from whom"), blank=True)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="blockers", null=True,
        verbose_name=_("raised by the department"),
    )  # fmt: skip
    raised_by = models.ForeignKey("people.User", on_delete=models.PROTECT, related_name="+", null=True)
    raised_name = models.CharField(_("raised by"), max_length=80)
    raised_at = models.DateTimeField(_("raised at"))
    state = models.CharField(_("state"), max_length=12, choices=BlockerState, default=BlockerState.OPEN)
    problem = models.CharField(_("before the meeting as"), max_length=40, blank=True)
    settlement = models.TextField(_("how it was settled"), blank=True)
    number = models.CharField(_("document number"), max_length=80, blank=True)
    settled_name = models.CharField(_("settled by"), max_length=80, blank=True)
    settled_at = models.DateTimeField(_("settled at"), null=True)

    class Meta:
        verbose_name = _("blocker")
        verbose_name_plural = _("blockers")
        ordering = ["-raised_at", "-pk"]
        default_related_name = "blockers"
        constraints = [
            models.CheckConstraint(
                condition=Q(state="settled", settled_at__isnull=False) & ~Q(settlement="")
                | ~Q(state="settled") & Q(settled_at=None),
                name="blocker_settled_with_words",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def problem_pk(self) -> int | None:
        """The number of the problem it is before the meeting as."""
        kind, _colon, key = self.problem.partition(":")
        return int(key) if kind == "problem" and key.isdigit() else None
