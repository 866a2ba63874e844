"""网格: who holds a post in a cell, from when until when."""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huanzhi.kit.visibility import VisibleQuerySet
from huanzhi.science.shanghai import OFFSET


class Duty(models.TextChoices):
    """网格员 goes and looks; 网格长 answers for the cell and is asked when no member is there."""

    MEMBER = "member", _("grid member")
    CHIEF = "chief", _("grid chief")


class GridPostQuerySet(VisibleQuerySet["GridPost"]):
    """Posts by day."""

    def holding(self, day: date) -> "GridPostQuerySet":
        """Those held on that day; both ends count."""
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class GridPost(models.Model):
    """A person's post 网格员 in an area; a change of person is a new post, the old one stays."""

    area = models.ForeignKey("people.Area", models.PROTECT, related_name="posts", verbose_name=_("area"))
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts", verbose_name=_("person")
    )
    duty = models.CharField(_("post"), max_length=8, choices=Duty, default=Duty.MEMBER)
    since = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)

    objects = GridPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("grid post")
        verbose_name_plural = _("grid posts")
        ordering = ["area", "-since", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")),
                name="post_ends_after_start",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.area}"


def day_of(at: datetime | None) -> date:
    """The Shanghai day of a moment; now when none is given."""
    return (at or timezone.now()).astimezone(OFFSET).date()
