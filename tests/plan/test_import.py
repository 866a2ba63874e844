"""A plan goes in whole or not at all; read again it is amended, never overwritten in silence."""

import copy

import pytest
from tests.wire.plandoc.second_district import TEXT

from huanzhi.ledger.queries import history, state
from huanzhi.ledger.verbs import SYSTEM, NotAllowed
from huanzhi.people.actions import confirm_alias, create_user, grant, save_organisation
from huanzhi.people.models import Organisation
from huanzhi.plan.actions import Refused, answer_question, import_plan, report_task
from huanzhi.plan.models import Amendment, Document, Indicator, Question, Task
from huanzhi.plan.queries import lacking, plan_status, standings
from huanzhi.plan.words import KINDS, QUESTIONS, question_text
from huanzhi.wire.plandoc import read_text, to_json
from huanzhi.wire.plandoc.sentences import SENTENCES

pytestmark = pytest.mark.django_db
ME = SYSTEM("test")


@pytest.fixture
def read():
    return to_json(read_text(TEXT))


@pytest.fixture
def document(read):
    return import_plan(ME, read, file_name="plan.txt", text=read_text(TEXT).text)


def test_everything_is_there(document, read):
    assert (document.indicators.count(), document.tasks.count()) == (3, 2)
    first = document.tasks.get(code="T001")
    parts = [(role.role, role.printed) for role in first.roles.all()]
    assert parts[:3] == [("lead", "县环保局"), ("responsible", "县住建局"), ("responsible", "县城管局")]
    assert parts[3:] == [("supporting", "各乡镇")]
    assert first.text.startswith("整治扬尘")
    assert document.questions.count() == len(read["questions"])
    assert state()[1] is None


def test_another_district_has_the_same_figures_computed(document):
    measures = dict(document.indicators.values_list("no", "measure"))
    assert measures == {1: "pm2_5_mean", 2: "good_day_share", 3: "reduction_nh3n"}


def test_what_an_indicator_lacks_is_said_and_never_a_zero(document):
    rows = standings(document, 2026)
    assert [row.lacks for row in rows] == ["readings", "readings", "assigned"]
    assert {row.status for row in rows} == {"cannot_compute"}
    assert all(row["value"] is None for row in plan_status(2026)["indicators"])
    assert lacking(Indicator(target="x", value=None, assigned=False)) == "number"


def test_a_fault_on_the_way_leaves_nothing(read, monkeypatch):
    from huanzhi.plan.actions import intake

    def fault(*args):
        raise OSError("disk")

    monkeypatch.setattr(intake, "_questions", fault)
    with pytest.raises(OSError, match="disk"):
        import_plan(ME, read, file_name="plan.txt")
    assert not Document.objects.exists()
    assert not Organisation.objects.exists()


def test_the_same_again_changes_nothing(document, read):
    assert import_plan(ME, read, file_name="plan.txt", text=read_text(TEXT).text) == document
    assert not Amendment.objects.exists()


def changed(read):
    other = copy.deepcopy(read)
    other["indicators"][0] |= {"value": 27.0, "target": "≤27"}
    other["tasks"][1]["title"] = "清理清源河及支流"
    return other


def test_a_changed_plan_needs_reason_and_number(document, read):
    with pytest.raises(Refused, match="give a reason and a document number"):
        import_plan(ME, changed(read), file_name="plan2.txt")
    assert document.indicators.get(no=1).value == 28


def test_an_amended_plan_says_what_changed_and_keeps_what_was_reported(document, read):
    task = document.tasks.get(code="T001")
    report_task(ME, task, "underway", "两处工地已整改")
    report_task(ME, document.tasks.get(code="T002"), "done", "清完")
    import_plan(ME, changed(read), file_name="plan2.txt", reason="中期调整", number="县政发〔2028〕3号")
    made = Amendment.objects.get()
    assert made.changes["indicator:1"]["value"] == [28.0, 27.0]
    assert made.changes["task:T002"] == [read["tasks"][1]["title"], "清理清源河及支流"]
    assert document.indicators.get(no=1).value == 27
    kept, other = Task.objects.get(code="T001"), Task.objects.get(code="T002")
    assert (kept.pk, kept.report) == (task.pk, "两处工地已整改")
    assert [entry.verb for entry in history(kept)] == ["plan.report-task"]
    assert (other.state, other.report) == ("unreported", "")


def test_reading_the_words_after_the_facts_makes_no_question_twice(document, read):
    facts = copy.deepcopy(read)
    for question in facts["questions"]:
        if "printed" in question["facts"]:
            question["facts"]["printed"] = "…"
    other = {**facts, "title": "另一个规划"}
    again = import_plan(ME, other, file_name="facts.json")
    before = again.questions.count()
    assert all(question.excerpt == "" for question in again.questions.all())
    words = {**read, "title": "另一个规划"}
    text = read_text(TEXT).text
    import_plan(ME, words, file_name="plan.txt", text=text, reason="原文", number="1号")
    assert again.questions.count() == before
    assert all(question.excerpt for question in again.questions.exclude(start=None))


def test_a_question_answered_stays_answered_when_the_plan_is_read_again(document, read):
    question = document.questions.get(kind="assigned-target-unknown")
    answer_question(ME, question, "12 吨", "市里下达", "市环发1号", value=12, comparator=">=")
    assert document.indicators.get(no=3).value == 12
    import_plan(ME, changed(read), file_name="plan2.txt", reason="r", number="n")
    kinds = Question.objects.filter(kind="assigned-target-unknown", about=question.about)
    assert [bool(q.answered_at) for q in kinds] == [True]


def test_a_confirmed_alias_gives_one_body(read):
    body = save_organisation(ME, "EPB", {"name": "环保局（本级）"})
    confirm_alias(ME, "县环保局", body, "a person")
    document = import_plan(ME, read, file_name="plan.txt")
    assert document.tasks.get(code="T001").roles.get(role="lead").organisation == body
    assert not Organisation.objects.filter(name="县环保局").exists()


def test_a_question_whether_two_printings_are_one_body_moves_the_tasks(document):
    one, other = Organisation.objects.get(name="县住建局"), Organisation.objects.get(name="县水利局")
    facts = {"alias": other.name, "name": one.name}
    question = Question.objects.create(
        document=document, kind="alias-to-confirm", about="organisation:x", facts=facts
    )
    answer_question(ME, question, "是", "三定方案", "编办1号", same=True)
    assert document.tasks.get(code="T002").roles.get(role="responsible").organisation == one


def test_a_report_is_for_those_who_answer(document):
    task = document.tasks.get(code="T002")
    user = create_user(ME, "u", "U")
    grant(ME, user, Organisation.objects.get(name="县住建局"), "liaison")
    with pytest.raises(NotAllowed, match="does not answer for T002"):
        report_task(user.as_actor(), task, "done", "x")
    with pytest.raises(Refused):
        report_task(ME, task, "finished", "x")


def test_the_sentences_of_the_questions_are_those_of_the_reader():
    assert QUESTIONS == SENTENCES
    assert set(KINDS) == set(SENTENCES)


def test_every_question_can_be_said(document):
    assert all(question_text(question) for question in document.questions.all())


def test_status_without_a_plan_says_what_to_do():
    with pytest.raises(LookupError, match="huanzhi plan import FILE"):
        plan_status()
