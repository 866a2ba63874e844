"""消息 Notice: that somebody concerned was told of something, once; and up to where the logs were read."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet


class Source(models.TextChoices):
    STEP = "step", _("step")
    ESCALATION = "escalation", _("escalation")
    REMINDER = "reminder", _("reminder")
    LATE_DUTY = "late-duty", _("late duty")


class Reason(models.TextChoices):
    GIVEN = "given", _("Given to you")
    HAND_OUT = "hand-out", _("To be handed out")
    RETURNED = "returned", _("Returned to you")
    RE_CHECK = "re-check", _("Waits for your re-check")
    EXTENSION_ASKED = "extension-asked", _("More time is asked for")
    EXTENSION_GRANTED = "extension-granted", _("More time was granted")
    EXTENSION_REFUSED = "extension-refused", _("More time was refused")
    LATE = "late", _("Its time has run out")
    DUTY_SOON = "duty-soon", _("A duty is due soon")
    DUTY_LATE = "duty-late", _("A duty is late")


class Notice(models.Model):
    """One row of a log for one receiver: a person, or an organisation's webhook.

    `delivery` is the mail or call that carried it, if any. `for_user`: for whom the receiver stands in.
    """

    user = models.ForeignKey("people.User", on_delete=models.CASCADE, null=True, related_name="notices")
    hook = models.ForeignKey("work.Webhook", on_delete=models.CASCADE, null=True, related_name="notices")
    source = models.CharField(max_length=12, choices=Source)
    source_id = models.BigIntegerField()
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    case = models.ForeignKey("work.Case", on_delete=models.PROTECT, null=True, related_name="+")
    duty = models.ForeignKey("work.Obligation", on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(_("time"))
    told_at = models.DateTimeField(_("told"))
    due_at = models.DateTimeField(_("due"), null=True)
    urgent = models.BooleanField(_("urgent"))
    for_user = models.ForeignKey("people.User", on_delete=models.SET_NULL, null=True, related_name="+")
    read_at = models.DateTimeField(_("read"), null=True)
    delivery = models.ForeignKey("work.Delivery", on_delete=models.PROTECT, null=True, related_name="notices")

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_id", "user"],
                condition=Q(user__isnull=False),
                name="one_notice_a_person",
            ),
            models.UniqueConstraint(
                fields=["source", "source_id", "hook"],
                condition=Q(hook__isnull=False),
                name="one_notice_a_hook",
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=True, hook__isnull=False) | Q(user__isnull=False, hook__isnull=True),
                name="notice_has_one_receiver",
            ),
        ]
        indexes = [
            models.Index(fields=["user", "-at"], name="notice_of_person"),
            models.Index(fields=["user"], condition=Q(read_at__isnull=True), name="notice_unread"),
            models.Index(
                fields=["told_at"],
                condition=Q(delivery__isnull=True, read_at__isnull=True),
                name="notice_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.source} {self.source_id}"

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """What a person or those they stand in for were told."""
        return Q(user__in=scope.people)


class NoticeCursor(models.Model):
    """Up to which row a log was read, and which rows below are still awaited.

    Numbers are given when a row is written and seen when its transaction ends, so a lower one may come later;
    `gaps` holds them as [first, last, seen missing at].
    """

    log = models.CharField(max_length=12, primary_key=True, choices=Source)
    upto = models.BigIntegerField(default=0)
    gaps = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.log} {self.upto}"
