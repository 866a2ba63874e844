"""事件 Case: what was found wrong, in somebody's hands, until somebody else has seen that it is right again."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet


class State(models.TextChoices):
    OPENED = "opened", _("to be taken up")
    ACCEPTED = "accepted", _("in hand")
    REPORTED = "reported", _("waiting for re-check")
    CLOSED = "closed", _("closed")


class Case(models.Model):
    """A case; one for each kind, subject and episode. It closes only by the hand of another person."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="cases", verbose_name=_("department")
    )
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.OPENED)
    opened_at = models.DateTimeField(_("opened"))
    due_on = models.DateField(_("due"))
    closed_at = models.DateTimeField(_("closed at"), null=True)
    subject = models.CharField(_("about"), max_length=80)
    episode = models.CharField(_("episode"), max_length=80)
    finding = models.JSONField(_("finding"), default=dict)
    reported_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    verified_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    simulated = models.BooleanField(_("simulated"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-opened_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject", "episode"], name="one_case_an_episode"),
            models.CheckConstraint(
                condition=Q(verified_by__isnull=True) | ~Q(verified_by=F("reported_by")),
                name="verified_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | (Q(verified_by__isnull=False) & Q(reported_by__isnull=False)),
                name="closed_only_when_verified",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """A department sees its own cases."""
        return Q(organisation__in=scope.organisations)


class CaseStep(models.Model):
    """One step of a case; the database refuses to change or remove one."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    at = models.DateTimeField(_("time"))
    actor_name = models.CharField(_("by"), max_length=80)
    actor_user = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    verb = models.CharField(_("step"), max_length=40)
    from_state = models.CharField(max_length=16, blank=True)
    to_state = models.CharField(max_length=16, choices=State)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.verb} {self.at:%Y-%m-%d %H:%M}"
