"""From draft to conclusion: who may say what, who may not conclude, and talks that a person decides on."""

from datetime import date, timedelta

import pytest
from tests.plan.assessment.conftest import AFTER, ME

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import NotAllowed
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused, report_task
from huanzhi.plan.actions.assessment import (
    ask_self_evaluation,
    open_assessment,
    self_evaluate,
    state_finding,
)
from huanzhi.plan.actions.assessment_computing import compute_assessment, conclude_assessment
from huanzhi.plan.actions.assessment_talks import decide_talk, record_talk
from huanzhi.plan.assessment.inputs.tasks import tasks
from huanzhi.plan.assessment.queries import newest
from huanzhi.plan.assessment.self_evaluation import SelfEvaluation
from huanzhi.plan.models import Talk
from huanzhi.work.models import Case

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(district):
    return open_assessment(ME, district.document, "mid-term", 2023)


@pytest.fixture
def strict(district):
    """Computed by the strict edition, which proposes talks here."""
    made = open_assessment(ME, district.document, "mid-term", 2023, rules="2026-1-strict")
    compute_assessment(ME, made, now=AFTER)
    return made


def body(name):
    return Organisation.objects.get(name=name)


def test_the_cut_off_is_the_years_last_day_and_what_cannot_be_opened_says_why(district, opened):
    assert opened.cut_off == date(2023, 12, 31)
    wrong = {
        "2020": ("annual", 2020, None, "2026-1"),
        "not a day": ("annual", 2023, date(2022, 1, 1), "2026-1"),
        "there are": ("annual", 2023, None, "1999"),
        "already": ("mid-term", 2023, None, "2026-1"),
        "sometimes": ("sometimes", 2023, None, "2026-1"),
    }
    for words, said in wrong.items():
        with pytest.raises(Refused, match=words):
            open_assessment(ME, district.document, *said)


def test_an_organisation_speaks_only_for_what_it_answers_for(opened, person):
    liaison, ours = person("生态环境分局", "liaison"), body("生态环境分局")
    with pytest.raises(Refused, match="not the time"):
        self_evaluate(liaison, opened, ours, "indicator:1", "met", "低于线")
    ask_self_evaluation(ME, opened, date(2024, 1, 20))
    self_evaluate(liaison, opened, ours, "indicator:1", "not_met", "还差")
    self_evaluate(liaison, opened, ours, "indicator:1", "met", "低于线")
    held = SelfEvaluation.objects.get()
    assert (held.judgement, held.reasons) == ("met", "低于线")
    before = Entry.objects.filter(verb="plan.self-evaluate").order_by("-seq").first().before
    assert before == {"judgement": "not_met", "reasons": "还差"}
    with pytest.raises(NotAllowed):
        self_evaluate(liaison, opened, body("区住建局"), "indicator:1", "met", "x")
    for about, judgement in (("indicator:8", "met"), ("task:T999", "done"), ("x", "met")):
        with pytest.raises(Refused, match="does not answer"):
            self_evaluate(liaison, opened, ours, about, judgement, "x")
    with pytest.raises(Refused, match="judgement"):
        self_evaluate(liaison, opened, ours, "indicator:1", "done", "x")
    with pytest.raises(Refused, match="judgement"):
        self_evaluate(liaison, opened, ours, "indicator:1", "met", "  ")


def test_who_evaluated_itself_does_not_conclude(opened, person):
    liaison, planner = person("生态环境分局", "liaison"), person("生态环境分局", "planner")
    assessor = person("区委组织部", "assessor")
    ask_self_evaluation(assessor, opened, date(2024, 1, 20))
    self_evaluate(liaison, opened, body("生态环境分局"), "indicator:1", "met", "低于线")
    with pytest.raises(Refused, match="computed"):
        conclude_assessment(assessor, opened, "完成", "区政发〔2024〕1号")
    compute_assessment(assessor, opened, now=AFTER)
    with pytest.raises(NotAllowed):
        conclude_assessment(liaison, opened, "完成", "区政发〔2024〕1号")
    with pytest.raises(NotAllowed, match="evaluated itself"):
        conclude_assessment(planner, opened, "完成", "区政发〔2024〕1号")
    with pytest.raises(Refused, match="document number"):
        conclude_assessment(assessor, opened, "完成", " ")
    conclude_assessment(assessor, opened, "完成", "区政发〔2024〕1号")
    with pytest.raises(Refused, match="concluded"):
        compute_assessment(assessor, opened, now=AFTER)


def test_a_finding_in_words_counts_when_it_is_computed_again(opened):
    words, number = (opened.document.indicators.get(no=no) for no in (10, 1))
    said = ("全部地块安全利用", "长环函〔2024〕3号", "市生态环境局", date(2024, 1, 9))
    with pytest.raises(Refused, match="computed"):
        state_finding(ME, opened, number, True, *said)
    with pytest.raises(Refused, match="document"):
        state_finding(ME, opened, words, True, said[0], " ", *said[2:])
    state_finding(ME, opened, words, True, *said)
    compute_assessment(ME, opened, now=AFTER)
    row = next(r for r in newest(opened)[1]["result"]["indicators"] if r["no"] == 10)
    assert (row["verdict"], row["basis"]) == ("met", "finding")


def test_a_task_reported_after_the_cut_off_is_marked(district):
    task = district.document.tasks.get(code="T021")
    report_task(ME, task, "underway", "方案已印发")
    held = {row["code"]: row for row in tasks(district.document, date(2023, 12, 31))}
    assert (held["T021"]["state"], held["T021"]["known"]) == ("underway", "later")
    assert (held["T022"]["state"], held["T022"]["known"]) == ("unreported", "never")
    later = Entry.objects.order_by("-seq").first().at.date() + timedelta(days=2)
    held = {row["code"]: row for row in tasks(district.document, later)}
    assert (held["T021"]["known"], held["T021"]["report"]) == ("cut-off", "方案已印发")


def test_a_talk_needs_its_trigger_and_a_persons_decision(strict, person):
    assessor, ecology = person("区委组织部", "assessor"), body("生态环境分局")
    said = ("tasks-unreported", f"organisation:{ecology.code}")
    assert not Talk.objects.exists()  # computing proposes and holds nothing
    with pytest.raises(Refused, match="trigger"):
        decide_talk(assessor, strict, ecology, "rounds-late", said[1], True, "x", date(2024, 3, 1))
    with pytest.raises(NotAllowed):
        decide_talk(person("生态环境分局", "planner"), strict, ecology, *said, False, "不约谈")
    with pytest.raises(Refused, match="day"):
        decide_talk(assessor, strict, ecology, *said, True, "任务长期没有报告")
    talk = decide_talk(
        assessor, strict, ecology, *said, True, "任务长期没有报告", date(2024, 3, 1), now=AFTER
    )
    assert (talk.state, talk.trigger["facts"]["of"]) == ("to_hold", 87)
    with pytest.raises(Refused, match="lies ahead"):
        record_talk(assessor, talk, date(2024, 3, 1), "甲", "乙", "说明情况", "约谈〔2024〕1号", now=AFTER)
    with pytest.raises(Refused, match="belong together"):
        record_talk(
            assessor, talk, date(2024, 1, 30), "甲", "乙", "说明", "1号", due_on=date(2024, 4, 1), now=AFTER
        )
    record_talk(
        assessor, talk, date(2024, 1, 30), "分管区领导", "局主要负责人", "逐项说明", "约谈〔2024〕1号",
        due_on=date(2024, 4, 1), demand="补齐任务进展", now=AFTER,
    )  # fmt: skip
    case = Case.objects.get(subject=f"talk:{talk.pk}")
    assert (case.kind, case.organisation, case.due_at.date()) == (
        "rectification-item",
        ecology,
        date(2024, 4, 1),
    )
    assert (talk.state, talk.case) == ("held", case)


def test_not_to_hold_a_talk_needs_a_reason(strict, person):
    assessor, ecology = person("区人大", "assessor"), body("生态环境分局")
    said = ("tasks-unreported", f"organisation:{ecology.code}")
    with pytest.raises(Refused, match="reason"):
        decide_talk(assessor, strict, ecology, *said, False, " ")
    talk = decide_talk(assessor, strict, ecology, *said, False, "系统刚启用")
    assert (talk.state, talk.reason) == ("not_held", "系统刚启用")
    with pytest.raises(Refused, match="to be held"):
        record_talk(assessor, talk, date(2024, 1, 30), "甲", "乙", "说明", "1号", now=AFTER)
