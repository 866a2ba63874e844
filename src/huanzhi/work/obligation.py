"""义务 Obligation: what somebody must do by a day, by which clause, and what proves that it was done."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import OwnQuerySet, Scope, VisibleQuerySet


class Outcome(models.TextChoices):
    OPEN = "", _("to be done")
    PROVED = "proved", _("proved")
    WAIVED = "waived", _("waived")


class ObligationQuerySet(VisibleQuerySet["Obligation"]):
    """Obligations by how they stand on a day. Late is what the clock says: nothing is stored for it."""

    def standing(self) -> "ObligationQuerySet":
        """Those that are not withdrawn."""
        return self.filter(withdrawn_at=None)

    def open(self) -> "ObligationQuerySet":
        """Those to be done."""
        return self.standing().filter(outcome=Outcome.OPEN)

    def late(self, today: date) -> "ObligationQuerySet":
        """Those whose day has passed without a proof."""
        return self.open().filter(due_on__lt=today)


class Obligation(models.Model):
    """One turn of a duty: one for each rule, subject and period.

    `terms` is what its rule said when it was made (words, clause, proof, reminders, case). Once its day has passed,
    or it is proved or waived, a change of a register or a rule leaves it as it is. `withdrawn_at`: its subject no
    longer brings it.
    """

    rule = models.CharField(_("rule"), max_length=60)
    subject = models.CharField(_("about"), max_length=80)
    period = models.CharField(_("period"), max_length=16)
    subject_name = models.CharField(_("about"), max_length=200)
    covers_from = models.DateField(_("from"), null=True)
    covers_to = models.DateField(_("until"), null=True)
    due_on = models.DateField(_("due"))
    organisation = models.ForeignKey(
        "people.Organisation",
        on_delete=models.PROTECT,
        related_name="obligations",
        verbose_name=_("department"),
    )
    user = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="obligations")
    area = models.ForeignKey("people.Area", on_delete=models.PROTECT, null=True, related_name="obligations")
    terms = models.JSONField(_("terms"))
    simulated = models.BooleanField(_("simulated"), default=False)
    changed_at = models.DateTimeField(_("changed"))
    changes = models.PositiveIntegerField(default=0)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, blank=True, default=Outcome.OPEN)
    done_on = models.DateField(_("done on"), null=True)
    settled_at = models.DateTimeField(_("settled"), null=True)
    settled_by = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    settled_name = models.CharField(_("by"), max_length=80, blank=True)
    proof = models.JSONField(_("proof"), default=dict)
    note = models.TextField(_("note"), blank=True)
    case = models.ForeignKey("work.Case", on_delete=models.PROTECT, null=True, related_name="obligations")

    objects = ObligationQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rule", "subject", "period"], name="one_duty_a_period"),
            models.CheckConstraint(
                condition=Q(outcome="", settled_at=None, done_on=None)
                | Q(outcome="proved", settled_at__isnull=False, done_on__isnull=False)
                | (Q(outcome="waived", settled_at__isnull=False, done_on=None) & ~Q(note="")),
                name="duty_settled_with_ground",
            ),
            models.CheckConstraint(
                condition=Q(covers_from=None) | Q(done_on=None) | Q(done_on__gte=F("covers_from")),
                name="duty_proved_in_its_period",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], name="duty_open_due", condition=Q(outcome="", withdrawn_at=None)),
            models.Index(fields=["organisation", "due_on"], name="duty_body_due"),
        ]

    def __str__(self) -> str:
        return f"{self.what} · {self.subject_name} · {self.period}"

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """A department sees its own duties, a person those in their name or of whom they stand in for."""
        return Q(organisation__in=scope.organisations) | Q(user__in=scope.people)

    @property
    def what(self) -> str:
        """What is to be done, in the reader's language."""
        return self.terms["zh" if (get_language() or "zh").startswith("zh") else "en"]

    @property
    def withdrawn(self) -> bool:
        """Whether its subject no longer brings it."""
        return self.withdrawn_at is not None

    def late_on(self, today: date) -> bool:
        """Whether its day has passed and nothing proves it; the clock alone says so."""
        return self.outcome == Outcome.OPEN and self.withdrawn_at is None and self.due_on < today

    def past_on(self, today: date) -> bool:
        """Whether registers and rules leave it as it is from now on."""
        return self.due_on < today or self.outcome != Outcome.OPEN

    @property
    def proved_late(self) -> bool:
        """Whether it was done after its day."""
        return self.done_on is not None and self.done_on > self.due_on


class Reminder(models.Model):
    """提醒: that somebody was told of a duty, so many days before its day; once for each such stage."""

    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, related_name="reminders")
    due_on = models.DateField(_("due"))
    stage = models.PositiveSmallIntegerField(_("days before"))
    told_at = models.DateTimeField(_("time"))

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(fields=["obligation", "due_on", "stage"], name="one_reminder_a_stage")
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.due_on} -{self.stage}"


class DutyFeed(models.Model):
    """日历订阅: the secret address under which a calendar reads a person's duties; only its hash is kept."""

    user = models.OneToOneField("people.User", on_delete=models.CASCADE, related_name="duty_feed")
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("since"))

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("calendar feed")
        verbose_name_plural = _("calendar feeds")

    def __str__(self) -> str:
        return f"{self.user}"
