"""Negotiating and signing: who speaks for whom, what blocks signing, what a signature covers."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import DatabaseError
from tests.plan.year.conftest import LATER, NOW, SPEAKERS, UNTIL, negotiated, signed

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import NotAllowed
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.year.drafting import draft_year
from huanzhi.plan.actions.year.editing import edit_item
from huanzhi.plan.actions.year.forcing import put_in_force
from huanzhi.plan.actions.year.negotiating import answer_comment, comment_year, open_negotiation
from huanzhi.plan.actions.year.signing import (
    OnPaper,
    open_signing,
    record_signatures,
    reopen_negotiation,
    sign_district,
    sign_year,
)
from huanzhi.plan.models import AnnualComment, AnnualPlan
from huanzhi.plan.year.content import digest, list_hashes
from huanzhi.plan.year.queries import items_of, signers, unheard, words_on

SAID = "frozen|do not change|append-only|not being signed|answered, not changed|stay"


def refused(mark, do):
    with pytest.raises(Refused, match=mark), transaction.atomic():
        do()


def test_a_department_speaks_for_itself_and_of_its_own_items(small, drafted):
    plan = open_negotiation(small.actor("fang"), drafted, UNTIL, now=NOW)
    lin, forest = small.actor("lin"), small.bodies["FO"]
    with pytest.raises(NotAllowed):
        comment_year(lin, plan, small.bodies["WA"], True)
    refused(
        "与林业局无关", lambda: comment_year(lin, plan, forest, True, items=[small.item(plan, "task:T001")])
    )
    refused("缺少：reason", lambda: comment_year(lin, plan, forest, False, " "))
    comment_year(lin, plan, forest, False, "太多", [small.item(plan, "task:T003")])
    made = comment_year(lin, plan, forest, True)  # all the others
    assert [word.item.about for word in made] == ["task:T002"]
    refused("没有尚待反馈", lambda: comment_year(lin, plan, forest, True))


def test_an_edit_asks_those_who_agreed_anew_and_overtakes_an_objection(small, drafted):
    plan = negotiated(small, drafted)
    item = small.item(plan, "task:T003")
    comment_year(small.actor("lin"), plan, small.bodies["FO"], False, "太多", [item])
    refused("林业局 T003", lambda: open_signing(small.actor("fang"), plan, now=LATER))
    edit_item(small.actor("fang"), item, {"step": "只修一条路"}, reason="采纳")
    assert unheard(items_of(plan), words_on(plan)) == {small.bodies["FO"]: 1}
    refused("林业局 在 2023-12-20 前仍可反馈", lambda: open_signing(small.actor("fang"), plan, now=NOW))
    comment_year(small.actor("lin"), plan, small.bodies["FO"], True)
    assert open_signing(small.actor("fang"), plan, now=NOW).state == "signing"


def test_an_answered_objection_no_longer_blocks_and_after_the_day_silence_is_none(small, drafted):
    fang = small.actor("fang")
    plan = open_negotiation(fang, drafted, UNTIL, now=NOW)
    comment_year(small.actor("lin"), plan, small.bodies["FO"], False, "太多", [small.item(plan, "task:T003")])
    refused("异议尚未答复", lambda: open_signing(fang, plan, now=LATER))
    word = AnnualComment.objects.get()
    answer_comment(fang, word, "规划第六章要求")
    refused("不是待答复的异议", lambda: answer_comment(fang, word, "再答"))
    open_signing(fang, plan, now=LATER)
    after = Entry.objects.filter(verb="plan.open-signing").last().after
    assert after["silent"] == ["EC", "FI", "FO", "WA"]  # who did not speak on everything stands in the ledger


def test_nothing_is_signed_that_nobody_answers_for(small, drafted):
    fang = small.actor("fang")
    edit_item(fang, small.item(drafted, "task:T003"), {}, parts={small.bodies["FO"].pk: "supporting"})
    plan = negotiated(small, drafted)
    refused("T003 修路", lambda: open_signing(fang, plan, now=LATER))
    edit_item(fang, small.item(plan, "task:T003"), {"left_out": "本年无此项"})
    plan = open_signing(fang, plan, now=LATER)
    forest = next(row for row in signers(plan) if row.organisation == small.bodies["FO"])
    assert forest.items == 1


def test_a_signature_is_of_one_list_by_its_own_department(small, drafted):
    plan = open_signing(small.actor("fang"), negotiated(small, drafted), now=LATER)
    wei, water = small.actor("wei"), small.bodies["WA"]
    with pytest.raises(NotAllowed):
        sign_year(small.actor("fang"), plan, water)
    made = sign_year(wei, plan, water, now=LATER)
    assert made.sha256 == list_hashes(plan, items_of(plan))["WA"]
    entry = Entry.objects.filter(verb="plan.sign-year").get()
    assert entry.after == {"organisation": "WA", "sha256": made.sha256, "items": 2}
    refused("已签过", lambda: sign_year(wei, plan, water))
    refused("尚未签字：财政局", lambda: sign_district(small.actor("zhang"), plan))
    with pytest.raises(NotAllowed):
        sign_district(wei, plan)


def test_paper_is_recorded_in_one_go_with_where_it_is_kept(small, drafted):
    plan = open_signing(small.actor("fang"), negotiated(small, drafted), now=LATER)
    rows = [OnPaper(row.organisation, f"{row.organisation}局长") for row in signers(plan)]
    refused("缺少：paper", lambda: record_signatures(small.actor("fang"), plan, rows, ""))
    stranger = [*rows, OnPaper(_nobody(), "x")]
    refused("没有待签的清单", lambda: record_signatures(small.actor("fang"), plan, stranger, "卷3"))
    record_signatures(small.actor("fang"), plan, rows, "档案2023-3卷", now=LATER)
    assert all(row.signature.paper == "档案2023-3卷" for row in signers(plan))
    refused("区级尚未签字", lambda: put_in_force(small.actor("fang"), plan, "9号"))


def _nobody():
    from huanzhi.ledger.verbs import SYSTEM
    from huanzhi.people.actions import save_organisation

    return save_organisation(SYSTEM("t"), "NO", {"name": "无关局", "kind": "department", "sort_key": 9})


def test_back_to_negotiation_keeps_only_signatures_of_lists_that_stayed(small, drafted):
    fang = small.actor("fang")
    plan = signed(small, negotiated(small, drafted))
    plan = reopen_negotiation(fang, plan, "林业局的任务要改")
    edit_item(fang, small.item(plan, "task:T003"), {"person": "李四"})
    plan = open_signing(fang, plan, now=LATER)
    assert {row.organisation.code for row in signers(plan) if row.signature is None} == {"FO"}
    refused("尚未签字：林业局", lambda: put_in_force(fang, plan, "9号"))
    sign_year(small.actor("lin"), plan, small.bodies["FO"])
    refused("区级尚未签字", lambda: put_in_force(fang, plan, "9号"))  # it signed another text


def test_in_force_it_holds_its_content_and_the_database_refuses_any_change(small, forced):
    from huanzhi.plan.models import AnnualItem, AnnualPart, AnnualSignature

    assert digest(forced.content) == forced.sha256
    item = small.item(forced, "task:T003")
    rows = AnnualPlan.objects.filter(pk=forced.pk)
    for change in (
        lambda: rows.update(number="别的号"),
        lambda: rows.update(content="{}"),
        lambda: rows.update(state="draft"),
        lambda: rows.update(state="superseded"),  # without its time
        lambda: rows._raw_delete("default"),
        lambda: AnnualItem.objects.filter(pk=item.pk).update(step="别的"),
        lambda: AnnualItem.objects.filter(pk=item.pk)._raw_delete("default"),
        lambda: AnnualItem.objects.create(plan=forced, about="task:X", order=99, title="x", due_on=UNTIL),
        lambda: AnnualPart.objects.filter(item=item).update(role="supporting"),
        lambda: AnnualPart.objects.filter(item=item).delete(),
        lambda: AnnualPart.objects.create(item=item, organisation=small.bodies["WA"], role="lead", order=9),
        lambda: AnnualSignature.objects.filter(plan=forced).update(signed_by="别人"),
        lambda: AnnualSignature.objects.create(plan=forced, sha256="x", signed_at=NOW, signed_by="x"),
        lambda: AnnualComment.objects.filter(item=item).update(agrees=False, reason="x"),
        lambda: AnnualComment.objects.filter(item=item).delete(),
    ):  # fmt: skip
        with pytest.raises(DatabaseError, match=SAID), transaction.atomic():
            change()
    assert AnnualPlan.objects.get(pk=forced.pk).sha256 == forced.sha256


def test_silence_has_a_last_day_that_lies_ahead(small):
    plan = draft_year(small.actor("fang"), small.document, 2024, now=NOW)
    refused("已过", lambda: open_negotiation(small.actor("fang"), plan, UNTIL, now=LATER + timedelta(days=1)))
    assert set(SPEAKERS.values()) == {row.organisation.code for row in signers(plan)}
