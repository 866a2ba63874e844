"""Who signs in, and in which role for which organisation, from when until when."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huanzhi.ledger.verbs import Actor
from huanzhi.people.roles import verbs_of


class Role(models.TextChoices):
    PLANNER = "planner", _("planner")
    LIAISON = "liaison", _("department liaison")
    LEADER = "leader", _("leader")
    ADMINISTRATOR = "administrator", _("administrator")


@dataclass(frozen=True)
class Scope:
    """What a person may look at: everything, or what concerns these organisations."""

    everything: bool
    organisations: frozenset[int]


class User(AbstractUser):
    """Somebody who signs in."""

    display_name = models.CharField(_("name"), max_length=40, blank=True)
    demo = models.BooleanField(_("demo account"), default=False)

    def __str__(self) -> str:
        return self.display_name or self.username

    def current_memberships(self, day: date | None = None) -> list["Membership"]:
        """The roles held on that day (today); read once a request."""
        if day is not None:
            return list(self.memberships.holding(day))
        if not hasattr(self, "_memberships"):
            self._memberships = list(self.memberships.holding(timezone.localdate()))
        return self._memberships

    def as_actor(self, origin: str = "") -> Actor:
        """Who this is in the ledger: the first role held, the verbs of all of them."""
        held = self.current_memberships()
        verbs: frozenset[str] = frozenset().union(*(verbs_of(m.role) for m in held))
        role, body = (held[0].role, held[0].organisation.code) if held else ("none", None)
        return Actor(str(self), role, body, self.pk, origin, verbs)

    def scope(self) -> Scope:
        """Liaisons see what concerns their own organisations; the other roles see everything."""
        held = self.current_memberships()
        everything = any(m.role != Role.LIAISON for m in held)
        return Scope(everything, frozenset(m.organisation_id for m in held))


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by day."""

    def holding(self, day: date) -> "MembershipQuerySet":
        """Those in force on that day, the first granted first."""
        started = Q(since__isnull=True) | Q(since__lte=day)
        running = Q(until__isnull=True) | Q(until__gte=day)
        return self.filter(started, running).select_related("organisation").order_by("pk")


class Membership(models.Model):
    """A role in an organisation, with its dates."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="members")
    role = models.CharField(_("role"), max_length=16, choices=Role)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("until"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint("user", "organisation", "role", name="one_membership")]

    def __str__(self) -> str:
        return f"{self.user} {self.role} {self.organisation}"


class SignIn(models.Model):
    """An attempt to sign in; failures in a row lock the door for a while."""

    username = models.CharField(_("user name"), max_length=150, db_index=True)
    at = models.DateTimeField(_("time"), auto_now_add=True)
    address = models.GenericIPAddressField(_("address"), null=True)
    succeeded = models.BooleanField(_("succeeded"))

    class Meta:
        verbose_name = _("sign-in")
        verbose_name_plural = _("sign-ins")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.username} {self.at}"
