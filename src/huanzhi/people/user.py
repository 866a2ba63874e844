"""Who signs in, and in which role for which organisation, from when until when."""

from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from huanzhi.ledger.verbs import Actor
from huanzhi.people.roles import EVERYBODY, verbs_of


class Role(models.TextChoices):
    PLANNER = "planner", _("planner")
    LIAISON = "liaison", _("department liaison")
    LEADER = "leader", _("leader")
    GRID = "grid", _("grid member")
    INSPECTOR = "inspector", _("inspector")
    ASSESSOR = "assessor", _("assessor")
    ADMINISTRATOR = "administrator", _("administrator")


NARROW = {Role.LIAISON, Role.GRID}  # see what concerns their organisations; the other roles see everything


@dataclass(frozen=True)
class Scope:
    """What a person may look at: everything, or what concerns these organisations."""

    everything: bool
    organisations: frozenset[int]
    people: frozenset[int] = frozenset()  # the person, and those they stand in for today


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
        """Who this is in the ledger: the first role held, the verbs of all of them, and one's own account."""
        held = self.current_memberships()
        verbs: frozenset[str] = verbs_of(EVERYBODY).union(*(verbs_of(m.role) for m in held))
        role, body = (held[0].role, held[0].organisation.code) if held else ("none", None)
        return Actor(str(self), role, body, self.pk, origin, verbs)

    def scope(self) -> Scope:
        """Liaisons and grid members see what concerns their own organisations; the other roles see everything."""
        held = self.current_memberships()
        everything = any(m.role not in NARROW for m in held)
        return Scope(everything, frozenset(m.organisation_id for m in held), self._principals())

    def _principals(self) -> frozenset[int]:
        """Read once a request, as the memberships are."""
        from huanzhi.people.delegation import principals  # it reads users itself

        if not hasattr(self, "_stands_in"):
            self._stands_in = principals(self.pk, timezone.now())
        return self._stands_in


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
