"""The closed loop in a browser: a fire while the grid member is on leave, until it is closed and proven."""

from datetime import timedelta
from decimal import Decimal
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.e2e.test_field_offline import open_case, press, ready, shoot, state, until
from tests.work.photos import photo

from huanzhi.ledger.queries import state as ledger_state
from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import appoint, save_area, save_organisation, substitute
from huanzhi.people.models import Area
from huanzhi.work.actions import Finding, open_found
from huanzhi.work.models import Case, RoutingRule
from huanzhi.work.rates import rates, told

BOX = [[125.28, 43.82], [125.30, 43.82], [125.30, 43.84], [125.28, 43.84], [125.28, 43.82]]


@pytest.fixture
def district(person: Any, site: Any) -> SimpleNamespace:
    """A town with a member on leave and a substitute, an inspector of another body, a leader, and a rule."""
    mark, now, actor = uuid4().hex[:8], timezone.now(), SYSTEM("e2e")
    town = save_organisation(actor, f"TOWN{mark}", {"name": f"永春镇{mark}"})
    police = save_organisation(actor, f"LAW{mark}", {"name": f"区执法局{mark}"})
    farm = save_organisation(actor, f"FARM{mark}", {"name": f"区农业农村局{mark}"})
    geometry = {"type": "Polygon", "coordinates": [BOX]}
    save_area(actor, f"A{mark}", {"name": f"柳条沟{mark}", "level": "village", "geometry": geometry})
    area = Area.objects.get(code=f"A{mark}")
    member, stand_in = person(f"member{mark}", town, "grid"), person(f"standin{mark}", town, "grid")
    inspector, leader = (
        person(f"inspector{mark}", police, "inspector"),
        person(f"leader{mark}", farm, "leader"),
    )
    appoint(actor, area, member, timezone.localdate() - timedelta(days=9))
    substitute(actor, member, stand_in, now - timedelta(days=1), now + timedelta(days=5), "年休假")
    values = {"kind": "fire-point", "area": area, "grid": True, "lead": farm, "order": 1}
    RoutingRule.objects.create(code=f"R{mark}", name="火点到网格", **values)
    return SimpleNamespace(
        mark=mark, area=area, member=member, stand_in=stand_in, inspector=inspector, leader=leader, case=None
    )


def take(page: Any, verb: str, note: str) -> None:
    """A step on the desk's page of the case, by its form."""
    form = page.locator(f"form[action*='/{verb}/']")
    if not form.is_visible():
        page.locator(f"details:has(form[action*='/{verb}/']) > summary").click()
    form.locator("textarea").fill(note)
    form.locator("button").click()
    page.wait_for_load_state()


def test_from_the_fire_to_the_proof(district, phone, desktop):
    found = Finding(
        "fire-point", "柳条沟村露天焚烧秸秆", f"fire:{district.mark}", "1", {"reason": "卫星热点"},
        Decimal("125.290000"), Decimal("43.830000"),
    )  # fmt: skip
    case = district.case = open_found(SYSTEM("satellite"), found)
    assert case.assignee == district.member, "the post's holder has it; today somebody stands in"

    hand = phone(district.stand_in)
    ready(hand, district)
    open_case(hand, district)
    hand.context.set_offline(True)
    hand.reload()
    press(hand, "work.accept")
    shoot(hand, photo(colour=(200, 80, 30)))
    press(hand, "work.report-done", "明火已扑灭")
    hand.context.set_offline(False)
    until(hand, lambda: state(district) == "reported", 40)
    assert case.evidence.count() == 1

    address = f"/desk/cases/{case.number}/"
    fixer = desktop(district.stand_in)
    fixer.goto(address)
    assert not fixer.locator("form[action*='/work.verify/']").count()
    cookies = {one["name"]: one["value"] for one in fixer.context.cookies()}
    form = {"verify-note": "自己复核", "csrfmiddlewaretoken": cookies["csrftoken"]}
    tried = fixer.request.post(f"{address}work.verify/", form=form, headers={"Referer": fixer.url})
    assert tried.status == 403
    assert state(district) == "reported"

    checker = desktop(district.inspector)
    checker.goto("/desk/work/")
    checker.click(f"a[href='{address}']")
    take(checker, "work.return-case", "地头秸秆没有清走")
    assert state(district) == "accepted"

    hand.goto(f"/desk/field/cases/{case.number}/")
    shoot(hand, photo(colour=(60, 120, 60)))
    press(hand, "work.report-done", "秸秆已打捆离田")
    until(hand, lambda: state(district) == "reported", 40)
    checker.goto(address)
    take(checker, "work.verify", "现场无复燃")
    assert state(district) == "closed"

    counted = rates(told(Case.objects.filter(pk=case.pk)))
    assert {name: (rate.fulfilled, rate.failed) for name, rate in counted.items()} == {
        "dispatch": (1, 0), "acceptance": (1, 0), "handling": (1, 0), "closure": (1, 0), "re-check": (1, 1),
    }  # fmt: skip
    entries, broken = ledger_state()
    assert broken is None
    assert entries > 10

    stranger = desktop(district.leader)
    stranger.goto("/desk/rates/?rate=re-check")
    assert case.number in stranger.content()
    stranger.goto(address)
    story = stranger.inner_text("main")
    for words in (
        "卫星热点", district.mark, "明火已扑灭", "地头秸秆没有清走", "秸秆已打捆离田", "现场无复燃",
        f"{district.stand_in}（代{district.member}）", "复核退回", "复核办结", f"R{district.mark}",
    ):  # fmt: skip
        assert words in story, words
    assert stranger.locator(".timeline img").count() == 2
