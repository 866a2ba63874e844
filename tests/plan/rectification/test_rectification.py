"""Items close by number: due, evidence, comments, documents; what fails goes back; rounds are summed or as printed."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from tests.plan.rectification.conftest import DAY, NOW, ROW, tick

from huanzhi.kit.actions import Unsound, import_records, read_rows, save_record
from huanzhi.kit.register import find
from huanzhi.kit.spreadsheets import rows_of
from huanzhi.ledger.verbs import SYSTEM, NotAllowed
from huanzhi.people.actions import confirm_alias, save_organisation
from huanzhi.people.models import User
from huanzhi.people.working_days import add_working_days
from huanzhi.plan.actions import Refused
from huanzhi.plan.actions.rectification import (
    check_close,
    mark_repeat,
    propose_close,
    publish_close,
    reopen_item,
    save_inspection_round,
    take_item,
    write_off,
)
from huanzhi.plan.models import InspectionLetter, InspectionRound, RectificationItem
from huanzhi.plan.rectification import queries
from huanzhi.plan.rectification.flow import comment_days
from huanzhi.plan.rectification.likeness import perhaps_repeats
from huanzhi.work.actions import WrongStep, report_done, verify

ME = SYSTEM("t")


def confirmed(people, item, show):
    item = propose_close(people["fixer"], item, "All is covered", show(), now=tick())
    item = check_close(people["planner"], item, True, "covered", now=tick())
    return check_close(people["inspector"], item, True, "seen on the spot", show(), now=tick())


def test_taken_up_it_is_a_case_of_its_lead_due_on_its_own_day(taken):
    case = taken.case
    assert (case.kind, case.organisation.code, case.subject) == ("rectification-item", "EPB", "item:X-01")
    assert case.due_on == taken.deadline == date(2026, 12, 31)


def test_the_first_check_reports_the_case_the_second_closes_it(people, taken, show):
    item = propose_close(people["housing"], taken, "Covered", show(), now=tick())
    assert item.case.state == "assigned"
    item = check_close(people["fixer"], item, True, "so it is", now=tick())
    item.case.refresh_from_db()
    assert item.case.state == "reported"
    item = check_close(people["inspector"], item, True, "seen", show(), now=tick())
    item.case.refresh_from_db()
    assert (item.state, item.case.state, item.case.verified_by.username) == (
        "confirmed",
        "closed",
        "inspector",
    )


def test_the_second_check_shows_something_and_without_it_nothing_is_written(people, taken, show):
    item = propose_close(people["fixer"], taken, "Covered", show(), now=tick())
    item = check_close(people["planner"], item, True, "so it is", now=tick())
    with pytest.raises(WrongStep, match="still wanting"):
        check_close(people["inspector"], item, True, "seen", now=tick())
    assert RectificationItem.objects.get().state == "checked"


def test_who_once_fixed_it_never_checks_it(people, taken, show):
    """Also after a turn that failed, and from another body."""
    item = propose_close(people["planner"], taken, "Covered", show(), now=tick())
    item = check_close(people["fixer"], item, False, "not so", now=tick())
    item = propose_close(people["housing"], item, "Covered now", show(), now=tick())
    with pytest.raises(NotAllowed, match="somebody other than who proposed"):
        check_close(people["planner"], item, True, "yes", now=tick())


def test_a_case_that_was_closed_on_its_own_page_does_not_close_the_item(people, taken, show):
    item = propose_close(people["housing"], taken, "Covered", show(), now=tick())
    item = check_close(people["fixer"], item, True, "so it is", now=tick())
    from huanzhi.work.actions.evidence import Capture, attach_evidence

    shown = show()
    attach_evidence(people["inspector"], item.case, shown.file, shown.name, Capture(shown.key))
    verify(people["inspector"], item.case, "closed there")
    item = RectificationItem.objects.get()
    assert (item.state, item.case.state) == ("checked", "closed")
    with pytest.raises(Refused, match="leads nowhere"):
        publish_close(people["planner"], item, "phone 1", now=tick())
    with pytest.raises(WrongStep):
        report_done(people["fixer"], item.case, "again")
    assert check_close(people["inspector"], item, True, "seen", now=tick()).state == "confirmed"


def test_comments_run_so_many_working_days_and_nothing_is_written_off_before(people, taken, show):
    item = confirmed(people, taken, show)
    with pytest.raises(Refused, match="comments go to"):
        publish_close(people["planner"], item, " ", now=tick())
    item = publish_close(people["planner"], item, "phone 1", now=tick())
    last = add_working_days(DAY, comment_days(), provisional=True)
    assert (item.published_on, item.comments_until) == (DAY, last)
    on_the_last_day = NOW + (last - DAY)
    with pytest.raises(Refused, match=f"until {last}"):
        write_off(people["planner"], item, "No. 7", now=on_the_last_day)
    with pytest.raises(Refused, match="document number"):
        write_off(people["planner"], item, "", now=on_the_last_day + timedelta(days=1))
    item = write_off(people["planner"], item, "No. 7", now=on_the_last_day + timedelta(days=1))
    assert (item.state, item.document, item.written_off_on) == (
        "written_off",
        "No. 7",
        last + timedelta(days=1),
    )


def test_opened_again_it_is_with_its_lead_and_off_the_public_page(people, taken, show):
    item = publish_close(people["planner"], confirmed(people, taken, show), "phone 1", now=tick())
    assert [one.number for one in queries.in_publication(DAY)] == ["X-01"]
    assert queries.in_publication(item.comments_until + timedelta(days=1)) == []
    with pytest.raises(Refused, match="reason"):
        reopen_item(people["planner"], item, "")
    item = reopen_item(people["planner"], item, "a neighbour sent a photo", now=tick())
    item.case.refresh_from_db()
    assert (item.state, item.case.state, item.case.organisation.code) == ("underway", "assigned", "EPB")
    assert queries.in_publication(DAY) == []
    assert confirmed(people, item, show).state == "confirmed"  # the whole way once more


def test_a_case_opened_again_holds_up_the_end(people, taken, show):
    from huanzhi.work.actions import reopen

    item = confirmed(people, taken, show)
    reopen(people["planner"], item.case, "wrong", tick())
    with pytest.raises(Refused, match="is not closed"):
        publish_close(people["planner"], RectificationItem.objects.get(), "phone 1", now=tick())


def test_the_public_sees_these_fields_and_no_others(people, taken, show):
    publish_close(people["planner"], confirmed(people, taken, show), "phone 1", now=tick())
    (one,) = queries.in_publication(DAY)
    assert vars(one) | {"published_on": None, "comments_until": None} == {
        "number": "X-01", "round": "A round", "problem": "Sludge lies open", "measures": "Cover it",
        "result": "All is covered", "published_on": None, "comments_until": None, "comments_to": "phone 1",
        "simulated": False,
    }  # fmt: skip


def test_bodies_are_written_by_name_alias_or_code_and_kept_by_code(bodies, save):
    confirm_alias(ME, "Law bureau", bodies["LAW"], "t")
    assert save(code="X-02", supporting="Law bureau, HOUSE；EPB").supporting == "LAW、HOUSE"
    with pytest.raises(Unsound, match="no such organisation: MOON"):
        save(code="X-03", supporting="HOUSE、MOON")


def test_a_department_sees_what_it_answers_for_in_either_part(bodies, save, people):
    save(), save(code="X-02", lead="LAW", supporting="")
    seen = {name: [i.code for i in queries.items(User.objects.get(username=name))] for name in people}
    assert seen["housing"] == ["X-01"]
    assert seen["stranger"] == ["X-02"]
    assert seen["planner"] == ["X-01", "X-02"]


def test_items_and_letters_come_from_the_spreadsheets_of_an_office(round_, bodies):
    sheet = "编号,名称,督察轮次,督察反馈问题,整改措施,整改目标,牵头单位,配合单位,完成时限\n"
    head = [str(RectificationItem._meta.get_field(name).verbose_name) for name in ROW]
    text = (
        ",".join(head)
        + "\nX-07,Dust,2026,Dust,Wet it,No dust,EPB,HOUSE,2026-12-01\nX-08,Mud,2026,,,,MOON,,2026\n"
    )
    register = find("rectificationitem")
    intake = import_records(ME, register, rows_of(text.encode(), "items.csv"), "items.csv", text.encode())
    assert (intake.rows_taken, intake.rows_refused) == (1, 1)
    assert {row.field for row in intake.refused.all()} == {"text", "lead", "deadline"}
    sheet += "X-09,扬尘,2026,扬尘,洒水,无扬尘,住建局,生态环境局,2026-12-01\n"
    save_organisation(ME, "HOUSE", {"name": "住建局"}), save_organisation(ME, "EPB", {"name": "生态环境局"})
    with translation.override("zh-hans"):
        reading = read_rows(register, rows_of(sheet.encode(), "x.csv"))
    assert (len(reading.new), reading.refused) == (1, [])
    made = reading.new[0].instance
    assert (made.lead.code, made.supporting) == ("HOUSE", "EPB")  # names as an office writes them


@pytest.fixture
def letter(round_, bodies):
    row = {"round": "2026", "kind": "air", "organisation": "LAW", "lon": "125.290000", "lat": "43.830000"}

    def made(code, day, **more):
        said = {"code": code, "name": code, "received_on": day, "fact": "Smoke by night", "place": "Road 1"}
        return save_record(ME, find("inspectionletter"), {**row, **said, **more})

    return made


def test_a_repeat_is_proposed_with_its_reasons_and_a_person_decides(letter, people):
    first = letter("L1", "2026-10-01")
    again = letter("L2", "2026-10-20")
    far = letter(
        "L3", "2026-10-21", lon="125.400000", place="Road 9", kind="water", fact="The river is black"
    )
    found = perhaps_repeats([first, again, far], [first, again, far])
    assert set(found) == {again.pk}
    other, likeness = found[again.pk]
    assert (other, likeness.score) == (first, 90)
    assert [text for text, _points in likeness.reasons] == [
        "the same kind", "about the same thing", "0 m apart", "titles alike by 100 %",
    ]  # fmt: skip
    assert mark_repeat(people["planner"], again, first).repeat_of == first
    again.refresh_from_db()
    assert perhaps_repeats([again], [first, again]) == {}
    with pytest.raises(Refused, match="L2 did not come before it"):
        mark_repeat(people["planner"], first, again)
    assert mark_repeat(people["planner"], again, None).repeat_of is None


def test_a_closed_letter_says_what_was_found(letter):
    with pytest.raises(Unsound, match="what was found and done"):
        letter("L1", "2026-10-01", closed_on="2026-10-05")
    with pytest.raises(Unsound, match="before it was received"):
        letter("L1", "2026-10-01", closed_on="2026-09-05", verified="true", result="stopped")
    assert letter("L1", "2026-10-01", closed_on="2026-10-05", verified="true", result="stopped").pk


def test_a_round_is_counted_from_its_rows_and_else_as_a_document_states_it(people, taken, letter, save, show):
    letter("L1", "2026-10-01", closed_on="2026-10-05", verified="true", result="stopped")
    letter("L2", "2026-10-02"), letter("L3", "2026-10-03")
    stated = {"name": "Old", "level": "central", "items_stated": 19, "items_closed_stated": 19}
    save_inspection_round(ME, "1", {**stated, "statement": "a plan", "unknown": "its name", "asked": "EPB"})
    old, new = queries.progress(User.objects.get(username="planner"))
    assert (old.items, old.as_printed, old.items.ratio) == (queries.Part(19, 19, True), True, "100")
    assert (old.letters, old.letters.ratio) == (queries.Part(None, None, False), "")
    assert [(lack.what, lack.who.code) for lack in old.lacks][0] == ("its name", "EPB")
    assert (new.items, new.letters, new.letters.ratio) == (
        queries.Part(1, 0, False), queries.Part(3, 1, False), "33.3",
    )  # fmt: skip
    assert queries.totals([old, new])[0] == queries.Part(20, 19, True)
    assert queries.totals([old, new])[0].ratio == "95"


def test_totals_need_their_document_and_no_more_is_closed_than_there_is(db):
    with pytest.raises(Unsound, match="statement"):
        save_inspection_round(ME, "1", {"name": "Old", "level": "central", "items_stated": 19})
    wrong = {"items_stated": 19, "items_closed_stated": 20, "statement": "a plan"}
    with pytest.raises(Unsound, match="items_closed_stated"):
        save_inspection_round(ME, "1", {"name": "Old", "level": "central", **wrong})
    assert not InspectionRound.objects.exists()
    with pytest.raises(ValidationError):
        InspectionRound(code="1", name="x", letters_stated=1).clean()


def test_late_is_what_is_not_confirmed_by_its_deadline(people, taken, show):
    rows = queries.items(User.objects.get(username="planner"))
    after = taken.deadline + timedelta(days=1)
    assert list(queries.late(rows, after)) == [taken]
    assert not queries.late(rows, taken.deadline).exists()
    assert queries.by_state(rows)["underway"] == 1
    confirmed(people, taken, show)
    assert not queries.late(rows, after).exists()
    assert not InspectionLetter.objects.exists()


def test_an_item_is_taken_up_once(people, taken):
    with pytest.raises(Refused, match="leads nowhere"):
        take_item(people["planner"], taken)
