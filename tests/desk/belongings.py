"""Rows that belong to somebody, two of each kind: the bureau's and the housing authority's, and where each is shown.

Whose a row is is said here by hand, apart from the rule in its model: the matrix compares the two.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import uuid4

from django.utils import timezone
from PIL import Image

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.models import Organisation, User

BODIES = {
    "ecology": "生态环境分局",
    "housing": "区住建局",
}  # whose liaison is who


@dataclass(frozen=True)
class Belonging:
    """A row: its own addresses, and lists with the words by which it is found in them."""

    kind: str
    whose: tuple[str, ...]  # who sees it without seeing everything
    pages: tuple[str, ...] = ()
    lists: tuple[tuple[str, str], ...] = ()
    personal: bool = False  # nobody else's, however much somebody sees

    def seen_by(self, username: str, wide: bool) -> bool:
        """Whether somebody sees it."""
        return username in self.whose or (wide and not self.personal)


@dataclass(frozen=True)
class Owner:
    """Whose rows are made or found: of this body and not of the other."""

    person: str
    body: Organisation
    other: Organisation
    year: int

    @property
    def whose(self) -> tuple[str, ...]:
        """The liaison alone."""
        return (self.person,)

    @property
    def user(self) -> User:
        """The liaison."""
        return User.objects.get(username=self.person)


Maker = Callable[[Owner], Iterator[Belonging]]


def belongings(demo: Any) -> list[Belonging]:
    """Every kind, twice."""
    from tests.desk.belongings_of_the_plan import OF_THE_PLAN, of_both

    bodies = {person: Organisation.objects.get(name=name) for person, name in BODIES.items()}
    owners = [
        Owner(person, body, next(one for one in bodies.values() if one != body), demo.year)
        for person, body in bodies.items()
    ]
    mine = [row for make in (*OF_WORK, *OF_THE_PLAN) for owner in owners for row in make(owner)]
    return [*mine, *of_both(tuple(BODIES))]


def _case(owner: Owner) -> Iterator[Belonging]:
    from huanzhi.work.actions import open_case

    finding = {"year": owner.year, "value": "6", "unit": "d", "goal": "≤ 5", "reason": owner.person}
    case = open_case(
        SYSTEM("t"),
        "indicator-off-track",
        owner.body,
        f"{owner.body}的事件",
        "indicator:5",
        owner.person,
        finding,
    )
    case.lead = None  # a rule may have given the bureau the lead
    case.save(update_fields=["lead"])
    lists = (("/desk/cases/", case.number), ("/desk/rates/?rate=closure&only=", case.number))
    yield Belonging(
        "case", owner.whose, (f"/desk/cases/{case.number}/", f"/desk/field/cases/{case.number}/"), lists
    )
    yield from _evidence(owner, case)
    yield from _notice(owner, case)


def _evidence(owner: Owner, case: Any) -> Iterator[Belonging]:
    from huanzhi.work.actions.evidence import Capture, attach_evidence
    from huanzhi.work.attachments.storage import arrive

    held = BytesIO()
    Image.new("RGB", (64, 48), (176, 190, 180)).save(held, "JPEG")
    arrived = arrive([held.getvalue()])
    row = attach_evidence(owner.user.as_actor(), case, arrived, "photo.jpg", Capture(uuid4()))
    here = f"/desk/evidence/{row.pk}/"
    lists = ((f"/desk/cases/{case.number}/", here),)
    yield Belonging("evidence", owner.whose, (here, f"{here}small/"), lists)


def _notice(owner: Owner, case: Any) -> Iterator[Belonging]:
    from huanzhi.work.models import Notice

    now = timezone.now()
    row = Notice.objects.create(
        user=owner.user, source="case", source_id=10**9 + case.pk, reason="late", case=case, at=now, told_at=now,
        urgent=False,
    )  # fmt: skip
    mark = f'name="notice" value="{row.pk}"'
    yield Belonging("notice", owner.whose, (), (("/desk/notices/", mark),), personal=True)


def _duty(owner: Owner) -> Iterator[Belonging]:
    from huanzhi.work.models import Obligation

    row = Obligation.objects.filter(organisation=owner.body, user=None, outcome="", withdrawn_at=None).first()
    row.pk, row.rule, row.due_on = None, f"rule-{owner.person}", timezone.localdate() + timedelta(200)
    row.save()
    here = f"/desk/duties/{row.pk}/"
    day = f"whose=all&state=all&rule={row.rule}"
    lists = (
        (f"/desk/duties/?{day}", here),
        (f"/desk/duties/month/?whose=all&month={row.due_on:%Y-%m}", here),
    )
    yield Belonging("duty", owner.whose, (here,), lists)


def _account(owner: Owner) -> Iterator[Belonging]:
    """Sessions, identities and attempts at one's own account: nobody else's, not even an administrator's."""
    from huanzhi.people.models import Identity, SignIn, UserSession

    now, word = timezone.now(), f"terminal of {owner.person}"
    UserSession.objects.create(
        user=owner.user, session_key=f"session-{owner.person}", started_at=now, seen_at=now, device=word
    )
    Identity.objects.create(user=owner.user, issuer="https://provider.example", subject=f"sub-{owner.person}")
    SignIn.objects.create(username=owner.person, succeeded=False, device=f"knock of {owner.person}")
    marks = (word, f"sub-{owner.person}", f"knock of {owner.person}")
    lists = tuple(("/account/", mark) for mark in marks)
    yield Belonging("account", owner.whose, (), lists, personal=True)


OF_WORK: tuple[Maker, ...] = (_case, _duty, _account)
