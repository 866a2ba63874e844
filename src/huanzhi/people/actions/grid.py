"""Verbs of the grid: appoint and relieve its people, agree on a substitute and end that."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from huanzhi.ledger.seal import sealed
from huanzhi.ledger.verbs import Actor, NotAllowed, record, verb
from huanzhi.people.actions.refusal import Unfit
from huanzhi.people.delegation import closes_a_circle
from huanzhi.people.models import Area, GridPost, Substitution, User


@verb("people.appoint")
def appoint(
    actor: Actor,
    area: Area,
    user: User,
    since: date,
    until: date | None = None,
    phone: str = "",
    duty: str = "member",
) -> GridPost:
    """Give a person a post in a cell; the same post twice on the same days is refused."""
    if until and until < since:
        raise Unfit(_("It would end on %(until)s, before it begins.") % {"until": until})
    meets = Q(until__isnull=True) | Q(until__gte=since)
    held = GridPost.objects.filter(meets, area=area, user=user)
    if (held.filter(since__lte=until) if until else held).exists():
        raise Unfit(_("%(person)s already holds a post in %(area)s then.") % {"person": user, "area": area})
    post = GridPost(area=area, user=user, since=since, until=until, phone=phone, duty=duty)
    post.full_clean()
    post.save()
    record(post, after=_of_post(post) | {"phone": sealed(phone)})
    return post


@verb("people.relieve")
def relieve(actor: Actor, post: GridPost, on: date, reason: str) -> GridPost:
    """End a post: that day is its last."""
    post = GridPost.objects.select_for_update().get(pk=post.pk)
    if on < post.since:
        raise Unfit(_("It begins on %(since)s, after that day.") % {"since": post.since})
    if post.until and post.until <= on:
        raise Unfit(_("It has ended on %(until)s.") % {"until": post.until})
    before = _of_post(post)
    post.until = on
    post.save()
    record(post, before=before, after=_of_post(post), reason=reason)
    return post


@verb("people.substitute")
def substitute(
    actor: Actor, absent: User, substitute: User, since: datetime, until: datetime, reason: str
) -> Substitution:
    """Let what falls to one person fall to another for a while: for oneself, or by who appoints people."""
    if actor.user_id != absent.pk and not actor.may("people.appoint"):
        raise NotAllowed(f"{actor.name} ({actor.role}) may not name a substitute for {absent}")
    if absent == substitute:
        raise Unfit(_("Nobody stands in for themselves."))
    if until <= since:
        raise Unfit(_("It would end before it begins."))
    if not substitute.is_active:
        raise Unfit(_("%(person)s does not sign in any more.") % {"person": substitute})
    list(
        User.objects.select_for_update().order_by("pk").values_list("pk")
    )  # two circles cannot close at once
    if closes_a_circle(absent.pk, substitute.pk, since, until):
        raise Unfit(
            _("%(person)s is absent then, and it would come back in a circle.") % {"person": substitute}
        )
    made = Substitution.objects.create(
        absent=absent, substitute=substitute, since=since, until=until, reason=reason
    )
    record(made, after=_of_substitution(made), reason=reason)
    return made


@verb("people.end-substitution")
def end_substitution(
    actor: Actor, substitution: Substitution, at: datetime, reason: str = ""
) -> Substitution:
    """End a substitution sooner; one that has not begun never begins."""
    substitution = Substitution.objects.select_for_update().get(pk=substitution.pk)
    if actor.user_id != substitution.absent_id and not actor.may("people.appoint"):
        raise NotAllowed(f"{actor.name} ({actor.role}) may not end the substitution of {substitution.absent}")
    if substitution.until <= at:
        raise Unfit(_("It has ended already."))
    before = _of_substitution(substitution)
    substitution.until = max(at, substitution.since)
    substitution.save()
    record(substitution, before=before, after=_of_substitution(substitution), reason=reason)
    return substitution


def _of_post(post: GridPost) -> dict[str, object]:
    return {
        "area": post.area.code,
        "user": post.user.username,
        "duty": post.duty,
        "since": post.since,
        "until": post.until,
    }


def _of_substitution(made: Substitution) -> dict[str, object]:
    return {
        "absent": made.absent.username,
        "substitute": made.substitute.username,
        "since": made.since,
        "until": made.until,
    }
