"""事件 Case: what was found wrong, in somebody's hands, until somebody else has seen that it is right again."""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet


class State(models.TextChoices):
    OPENED = "opened", _("to be handed out")
    ASSIGNED = "assigned", _("to be taken up")
    ACCEPTED = "accepted", _("in hand")
    SUSPENDED = "suspended", _("suspended")
    REPORTED = "reported", _("waiting for re-check")
    MERGED = "merged", _("joined to another")
    CLOSED = "closed", _("closed")


ENDS = (State.MERGED, State.CLOSED)


class Case(models.Model):
    """A case; one for each kind, subject and episode. It closes only by the hand of another person.

    `organisation` and `assignee` hold it now; `lead` 牵头 answers for its kind. `due_at` is the deadline of the
    handling, `clock_at` the one of the state it is in. Place in WGS-84.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    kind = models.CharField(_("kind"), max_length=40)
    title = models.CharField(_("title"), max_length=200)
    organisation = models.ForeignKey(
        "people.Organisation", on_delete=models.PROTECT, related_name="cases", verbose_name=_("department")
    )
    assignee = models.ForeignKey(
        "people.User",
        on_delete=models.PROTECT,
        null=True,
        related_name="cases",
        verbose_name=_("in the hands of"),
    )
    lead = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, null=True, related_name="+")
    area = models.ForeignKey(
        "people.Area", on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("area")
    )
    lon = models.DecimalField(_("longitude"), max_digits=9, decimal_places=6, null=True)
    lat = models.DecimalField(_("latitude"), max_digits=9, decimal_places=6, null=True)
    state = models.CharField(_("state"), max_length=16, choices=State, default=State.OPENED)
    opened_at = models.DateTimeField(_("opened"))
    due_at = models.DateTimeField(_("due"))
    clock_at = models.DateTimeField(_("clock of the state"), null=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    subject = models.CharField(_("about"), max_length=80)
    episode = models.CharField(_("episode"), max_length=80)
    finding = models.JSONField(_("finding"), default=dict)
    reported_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    verified_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="merged")
    split_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    simulated = models.BooleanField(_("simulated"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        ordering = ["-opened_at", "-pk"]
        indexes = [
            models.Index(fields=["clock_at", "id"], condition=~Q(state__in=ENDS), name="case_open_clock"),
            models.Index(
                fields=["organisation", "clock_at"],
                condition=~Q(state__in=ENDS),
                name="case_open_organisation",
            ),
            models.Index(
                fields=["assignee", "clock_at"], condition=~Q(state__in=ENDS), name="case_open_assignee"
            ),
            models.Index(fields=["organisation", "-opened_at"], name="case_organisation"),
            models.Index(fields=["-opened_at", "-id"], name="case_newest"),
            models.Index(fields=["kind", "subject"], name="case_subject"),
        ]
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
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="merged_into_one",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDS, clock_at__isnull=True)
                | (~Q(state__in=ENDS) & Q(clock_at__isnull=False)),
                name="every_open_case_has_a_clock",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def due_on(self) -> date:
        """The last day for handling it; a deadline at 24:00 belongs to the day that ends then."""
        return timezone.localdate(self.due_at - timedelta(microseconds=1))

    @property
    def ended(self) -> bool:
        """Closed, or joined to another."""
        return self.state in ENDS

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """Those in the hands of the person's organisations, or led by them, or in their own hands."""
        own = Q(organisation__in=scope.organisations) | Q(lead__in=scope.organisations)
        return own | Q(assignee__in=scope.people)


class Numbering(models.Model):
    """The last number given in a year; numbers have no gaps."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}-{self.last:04d}"
