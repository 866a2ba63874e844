"""A version in force is changed only by another, ordered by a document; who is not touched does not sign again."""

import pytest
from django.db import transaction
from django.db.utils import IntegrityError
from tests.plan.year.conftest import LATER, NOW, UNTIL

from huanzhi.plan.actions import Refused, import_plan
from huanzhi.plan.actions.year.drafting import amend_year
from huanzhi.plan.actions.year.editing import edit_item
from huanzhi.plan.actions.year.forcing import put_in_force
from huanzhi.plan.actions.year.negotiating import open_negotiation
from huanzhi.plan.actions.year.signing import open_signing
from huanzhi.plan.models import AnnualPlan
from huanzhi.plan.year.comparing import difference
from huanzhi.plan.year.content import digest, whole
from huanzhi.plan.year.queries import in_force, items_of, signers


def test_no_amendment_without_number_reason_and_date(small, forced):
    fang = small.actor("fang")
    for number, reason in (("", "变了"), ("2号", " ")):
        with pytest.raises(Refused, match="缺少"):
            amend_year(fang, forced, number, reason, UNTIL)
    with pytest.raises(IntegrityError), transaction.atomic():
        AnnualPlan.objects.create(
            document=small.document, year=2024, version=2, amends=forced, drafted_at=NOW, drafted_by="x"
        )
    amend_year(fang, forced, "2号", "变了", UNTIL)
    with pytest.raises(Refused, match="正在编制"):
        amend_year(fang, forced, "3号", "又变了", UNTIL)


def test_the_version_before_holds_until_the_new_one_does(small, forced):
    fang = small.actor("fang")
    newer = amend_year(fang, forced, "朝环发〔2024〕2号", "市里调整", UNTIL, now=LATER)
    assert newer.version == 2
    assert difference(forced, newer).changes == []
    edit_item(fang, small.item(newer, "task:T003"), {"step": "只修一条路", "person": "李四"})
    assert in_force(small.document, 2024).pk == forced.pk

    found = difference(forced, newer)
    assert [(change.item.about, change.kind) for change in found.changes] == [("task:T003", "changed")]
    assert found.changes[0].fields == (("step", "修路", "只修一条路"), ("person", "", "李四"))
    assert found.organisations == {"FO"}

    newer = open_negotiation(fang, newer, UNTIL, now=NOW)
    newer = open_signing(fang, newer, now=LATER)
    rows = {row.organisation.code: row.signature for row in signers(newer)}
    assert rows["FO"] is None
    assert all(rows[code].carried and rows[code].signed_at == LATER for code in ("WA", "FI", "EC"))

    from huanzhi.plan.actions.year.signing import sign_district, sign_year

    sign_year(small.actor("lin"), newer, small.bodies["FO"])
    sign_district(small.actor("zhang"), newer)
    newer = put_in_force(fang, newer, "朝环发〔2024〕3号", now=LATER)
    old = AnnualPlan.objects.get(pk=forced.pk)
    assert (old.state, old.superseded_at, old.sha256) == ("superseded", LATER, forced.sha256)
    assert in_force(small.document, 2024).pk == newer.pk
    assert digest(whole(old, items_of(old))) == old.sha256  # what was frozen can be computed again


def test_reading_the_plan_again_leaves_what_is_in_force_as_it_was(small, forced):
    from tests.plan.year.conftest import READ

    read = READ | {"tasks": READ["tasks"][:2]}
    import_plan(small.actor("fang"), read, file_name="small.json", reason="重读", number="4号")
    assert digest(whole(forced, items_of(forced))) == forced.sha256
    assert [item.code for item in items_of(forced) if item.kind == "task"] == ["T001", "T002", "T003"]


def test_a_changed_item_is_signed_by_all_who_have_it_on_their_list(small, forced):
    fang = small.actor("fang")
    newer = amend_year(fang, forced, "2号", "变了", UNTIL, now=LATER)
    edit_item(fang, small.item(newer, "task:T001"), {"target": "治理率达到22%"})
    item = small.item(newer, "task:T001")
    assert (item.basis, item.basis_note) == ("agreed", "规划明确到以后年份: 治理率达到25%（2025年）")
    newer = open_signing(fang, open_negotiation(fang, newer, UNTIL, now=NOW), now=LATER)
    assert {row.organisation.code for row in signers(newer) if row.signature is None} == {"WA", "FI"}
