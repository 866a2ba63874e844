"""Answers 填报 and what happened to them 办理记录: rows are added, never changed; the database refuses the rest."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet
from huanzhi.plan.task_state import TaskState


class OfAsked(models.Model):
    """Something of one task asked of one department; who sees that sees it."""

    asked = models.ForeignKey("plan.Asked", on_delete=models.PROTECT)
    at = models.DateTimeField(_("time"))
    user = models.ForeignKey("people.User", on_delete=models.PROTECT, null=True, related_name="+")
    by = models.CharField(_("by"), max_length=80)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """As what was asked is."""
        return Q(asked__organisation__in=scope.organisations)


class Answer(OfAsked):
    """What a department says: state, what was done, quantities against targets, what is in the way, what next.

    `quantities`: [{"target", "value", "unit"}], numbers as written. `known`: what the system knew when it was said.
    """

    state = models.CharField(_("state"), max_length=12, choices=TaskState)
    done = models.TextField(_("what was done"))
    quantities = models.JSONField(_("quantities"), default=list)
    blocker = models.TextField(_("what is in the way"), blank=True)
    asks = models.TextField(_("who must help"), blank=True)
    next_step = models.TextField(_("next step"), blank=True)
    next_on = models.DateField(_("next step by"), null=True)
    known = models.JSONField(_("what was known"), default=dict)

    class Meta:
        verbose_name = _("answer of a department")
        verbose_name_plural = _("answers of departments")
        ordering = ["at", "pk"]
        default_related_name = "answers"

    def __str__(self) -> str:
        return f"{self.asked_id} {self.state} {self.at:%Y-%m-%d}"


class AnswerFile(models.Model):
    """Evidence of an answer: kept under its hash, never altered."""

    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, related_name="files")
    sha256 = models.CharField(_("hash"), max_length=64)
    name = models.CharField(_("name"), max_length=120)
    media = models.CharField(_("type"), max_length=100)
    size = models.BigIntegerField(_("octets"))

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """As the answer is."""
        return Q(answer__asked__organisation__in=scope.organisations)


class RoundStep(OfAsked):
    """What happened to what was asked: answered, returned, accepted, open again; `data`: what inputs changed."""

    class What(models.TextChoices):
        ANSWERED = "answered", _("answer given")
        RETURNED = "returned", _("returned")
        ACCEPTED = "accepted", _("accepted")
        REOPENED = "reopened", _("open again")
        CHANGED = "changed", _("inputs changed after the round was closed")
        REMINDED = "reminded", _("reminded")

    what = models.CharField(_("what"), max_length=12, choices=What)
    answer = models.ForeignKey(Answer, on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("reason"), blank=True)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("step of a round")
        verbose_name_plural = _("steps of rounds")
        ordering = ["at", "pk"]
        default_related_name = "steps"

    def __str__(self) -> str:
        return f"{self.asked_id} {self.what}"
