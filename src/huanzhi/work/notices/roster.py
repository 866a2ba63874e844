"""Who is there: members of organisations, what each may do, who stands in for whom. Read once for many rows."""

from collections import defaultdict
from datetime import datetime

from django.utils import timezone

from huanzhi.ledger.verbs import Actor
from huanzhi.people.delegation import Circle, follow, leads
from huanzhi.people.models import Membership, User
from huanzhi.people.roles import verbs_of

Told = dict[int, int | None]  # who is told, and for whom they stand in


class Roster:
    """The people of a moment; three queries."""

    def __init__(self, now: datetime) -> None:
        self.leads = leads(now)
        self.active = set(User.objects.filter(is_active=True).values_list("pk", flat=True))
        self.members: dict[int, list[int]] = defaultdict(list)
        self.roles: dict[int, set[str]] = defaultdict(set)
        self.first_body: dict[int, str] = {}
        for held in Membership.objects.filter(user__is_active=True).holding(timezone.localdate(now)):
            self.members[held.organisation_id].append(held.user_id)
            self.roles[held.user_id].add(held.role)
            self.first_body.setdefault(held.user_id, held.organisation.code)

    def may(self, user: int, verb: str) -> bool:
        """Whether a person may use the verb by any of their roles."""
        verbs = frozenset[str]().union(*(verbs_of(role) for role in self.roles[user]))
        return Actor("", "", verbs=verbs).may(verb)

    def person(self, user: int) -> Told:
        """The person, or who stands in; somebody who has left is told nothing."""
        try:
            end = follow(user, self.leads)
        except Circle:
            end = user
        if end not in self.active:
            end = user
        return {end: None if end == user else user} if end in self.active else {}

    def body(self, organisation: int, verb: str) -> Told:
        """Those of an organisation who may take the step; where nobody may, everybody of it.

        Who is absent is left out while a colleague is there.
        """
        held = self.members[organisation]
        able = [user for user in held if self.may(user, verb)] or held
        return dict.fromkeys([user for user in able if user not in self.leads] or able)

    def whoever_may(self, verb: str, *organisations: int | None) -> Told:
        """Those who may take the step in the first of the organisations that has any; else in the whole district."""
        for organisation in organisations:
            if organisation is not None:
                able = [user for user in self.members[organisation] if self.may(user, verb)]
                if able:
                    return self._present(able)
        return self.everybody_who_may(verb)

    def everybody_who_may(self, verb: str) -> Told:
        """Those who may take the step, anywhere."""
        return self._present([user for user in list(self.roles) if self.may(user, verb)])

    def _present(self, able: list[int]) -> Told:
        return dict.fromkeys([user for user in able if user not in self.leads] or able)
