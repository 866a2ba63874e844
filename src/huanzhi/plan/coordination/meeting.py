"""协调会议 Meeting: its day, who was there, its agenda in order, its minutes."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import Scope, VisibleQuerySet


class MeetingState(models.TextChoices):
    CALLED = "called", _("called")
    HELD = "held", _("held")


class Meeting(models.Model):
    """A coordination meeting; `minutes` names the kept file: sha256, name, media, size."""

    number = models.CharField(_("number"), max_length=40, unique=True)
    day = models.DateField(_("meeting day"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    chair = models.CharField(_("chair"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=MeetingState, default=MeetingState.CALLED)
    present = models.ManyToManyField(
        "people.Organisation", related_name="+", verbose_name=_("present"), blank=True
    )
    document = models.CharField(_("number of the minutes"), max_length=80, blank=True)
    minutes = models.JSONField(_("minutes of the meeting"), default=dict)
    called_name = models.CharField(_("called by"), max_length=80)
    held_at = models.DateTimeField(_("held at"), null=True)
    simulated = models.BooleanField(_("simulated"), default=False)

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("coordination meeting")
        verbose_name_plural = _("coordination meetings")
        ordering = ["-day", "-pk"]

    def __str__(self) -> str:
        return self.number

    @classmethod
    def visible_q(cls, scope: Scope) -> Q:
        """A department sees the meetings it was at, or that deal with its problems, or gave it something to do."""
        own = Q(present__in=scope.organisations) | Q(agenda__problem__organisation__in=scope.organisations)
        return own | Q(decisions__assignments__organisation__in=scope.organisations)


class AgendaItem(models.Model):
    """A problem's place on the agenda of a meeting, and in which state it came there."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agenda")
    problem = models.ForeignKey("plan.Problem", on_delete=models.PROTECT, related_name="agendas")
    order = models.PositiveSmallIntegerField(_("order"))
    came_from = models.CharField(max_length=8)
    put_at = models.DateTimeField(_("put on the agenda"))

    objects = VisibleQuerySet.as_manager()

    class Meta:
        verbose_name = _("item of an agenda")
        verbose_name_plural = _("items of agendas")
        ordering = ["meeting", "order"]
        constraints = [models.UniqueConstraint(fields=["meeting", "problem"], name="once_on_an_agenda")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.order}"
