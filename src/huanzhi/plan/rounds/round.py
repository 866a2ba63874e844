"""调度轮次 Round: for a period, who is asked about which tasks until when; closed with a bulletin that stays."""

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet


class Round(models.Model):
    """A round of a plan. `bulletin` is the content of its bulletin, frozen when the round was closed."""

    document = models.ForeignKey("plan.Document", on_delete=models.PROTECT, related_name="rounds")
    name = models.CharField(_("name"), max_length=80)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    opened_at = models.DateTimeField(_("opened on"))
    opened_by = models.CharField(_("by"), max_length=80)
    due_at = models.DateTimeField(_("due"))
    closed_at = models.DateTimeField(_("closed on"), null=True)
    closed_by = models.CharField(_("closed by"), max_length=80, blank=True)
    bulletin = models.JSONField(_("bulletin"), null=True)
    sha256 = models.CharField(max_length=64, blank=True)
    simulated = models.BooleanField(_("simulated"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["document", "name"], name="one_round_a_name"),
            models.CheckConstraint(
                condition=Q(last_day__gte=models.F("first_day")), name="round_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """A department sees the rounds that ask it."""
        return Q(asked__organisation__in=scope.organisations)

    @property
    def open(self) -> bool:
        """Whether it still takes answers."""
        return self.closed_at is None


class AskedState(models.TextChoices):
    WAITING = "waiting", _("not answered")
    ANSWERED = "answered", _("waits for the planner")
    RETURNED = "returned", _("returned")
    REOPENED = "reopened", _("open again")
    ACCEPTED = "accepted", _("accepted")


BACK = (AskedState.RETURNED, AskedState.REOPENED)
OWED = (AskedState.WAITING, *BACK)


class AskedQuerySet(VisibleQuerySet["Asked"]):
    """What is asked, by how it stands at a moment: lateness is told by the clock alone."""

    def owed(self) -> "AskedQuerySet":
        """What a department has still to answer."""
        return self.filter(state__in=OWED)

    def late(self, now: datetime) -> "AskedQuerySet":
        """What is owed though its time has run out."""
        return self.owed().filter(due_at__lt=now)


class Asked(models.Model):
    """One task asked of one department. `before`: what it said last time; `known`: what was known at acceptance."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="asked")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="asked")
    task = models.ForeignKey("plan.Task", on_delete=models.PROTECT, related_name="asked")
    leads = models.BooleanField(_("answers for the task's state"))
    state = models.CharField(_("state"), max_length=12, choices=AskedState, default=AskedState.WAITING)
    due_at = models.DateTimeField(_("due"))
    first_at = models.DateTimeField(_("first answered"), null=True)
    returns = models.PositiveSmallIntegerField(_("returned so often"), default=0)
    before = models.JSONField(_("last time"), default=dict)
    known = models.JSONField(_("what was known"), default=dict)
    known_sha256 = models.CharField(max_length=64, blank=True)

    objects = AskedQuerySet.as_manager()

    class Meta:
        verbose_name = _("what is asked")
        verbose_name_plural = _("what is asked")
        ordering = ["task__code", "organisation__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "organisation", "task"], name="asked_once_a_round"),
        ]
        indexes = [models.Index(fields=["organisation", "state"], name="asked_of_body")]

    def __str__(self) -> str:
        return f"{self.round_id} {self.task_id} {self.organisation_id}"

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """A department sees what it is asked, nobody else's answers."""
        return Q(organisation__in=scope.organisations)

    def late_on(self, now: datetime) -> bool:
        """Whether it is owed though its time has run out."""
        return self.state in OWED and self.due_at < now

    @property
    def came_late(self) -> bool:
        """Whether the first answer came after the round's own due time."""
        return self.first_at is not None and self.first_at > self.round.due_at
