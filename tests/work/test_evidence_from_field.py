"""What phones send: each record once, whatever happens on the way; a refusal is kept, with the reason in words."""

from uuid import uuid4

import pytest
from tests.work.photos import photo

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM, NotAllowed
from huanzhi.people.actions import create_user, grant, save_organisation
from huanzhi.people.models import User
from huanzhi.work.actions import accept, open_case
from huanzhi.work.actions.evidence import Capture
from huanzhi.work.actions.field import ATTACH, Sent, settle
from huanzhi.work.attachments.storage import arrive
from huanzhi.work.evidence import Evidence, FieldRecord

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def plain(tmp_path, settings):
    settings.ATTACHMENTS, settings.LANGUAGE_CODE = tmp_path, "en"


@pytest.fixture
def people():
    town = save_organisation(SYSTEM("t"), "TOWN", {"name": "TOWN"})
    for name, role in (("grid", "grid"), ("second", "grid"), ("leader", "leader")):
        grant(SYSTEM("t"), create_user(SYSTEM("t"), name, name), town, role)
    return {user.username: user for user in User.objects.all()} | {"town": town}


@pytest.fixture
def case(people):
    return open_case(SYSTEM("t"), "fire-point", people["town"], "Straw fire", "fire:1", "e1", {})


def step(verb, note="", saw="", key=None):
    return Sent(verb=verb, note=note, capture=Capture(key=key or uuid4()), saw_state=saw)


def shot(key=None, octets=None):
    return Sent(ATTACH, "", Capture(key=key or uuid4()), name="a.jpg", file=arrive([octets or photo()]))


def send(user, case, sent):
    return settle(user.as_actor("t"), case, sent)


def test_a_day_without_a_signal_arrives_in_order(case, people):
    for sent in (
        step("work.accept", saw="assigned"),
        shot(),
        step("work.report-done", "out", saw="accepted"),
    ):
        assert send(people["grid"], case, sent).outcome == "done"
    case.refresh_from_db()
    assert (case.state, case.reported_by) == ("reported", people["grid"])
    assert list(case.field_records.values_list("verb", flat=True)) == [
        "work.accept",
        ATTACH,
        "work.report-done",
    ]


def test_the_same_key_again_gives_the_same_answer_and_does_nothing(case, people):
    sent, photo_key = step("work.accept"), uuid4()
    send(people["grid"], case, sent)
    send(people["grid"], case, shot(photo_key))
    entries = Entry.objects.count()
    assert send(people["grid"], case, sent).outcome == "done"
    assert send(people["grid"], case, shot(photo_key)).outcome == "done"
    assert (FieldRecord.objects.count(), Evidence.objects.count()) == (2, 1)
    assert case.steps.filter(verb="work.accept").count() == 1
    assert Entry.objects.count() == entries


def test_a_case_that_moved_on_says_by_whom_and_to_what(case, people):
    accept(people["second"].as_actor(), case)
    sent = step("work.accept", saw="assigned")
    held = send(people["grid"], case, sent)
    assert held.outcome == "refused"
    assert "moved on meanwhile" in held.reason
    assert "second" in held.reason
    assert "in hand" in held.reason
    assert send(people["grid"], case, sent).reason == held.reason
    assert FieldRecord.objects.count() == 1


def test_a_refusal_is_in_the_ledger_with_who_sent_it(case, people):
    held = send(people["leader"], case, step("work.accept"))
    assert held.outcome == "refused"
    entry = Entry.objects.filter(verb="work.refuse-field-record").get()
    assert entry.after["sent_by"] == people["leader"].pk
    assert case.steps.filter(verb="work.accept").count() == 0


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (lambda: step("work.report-done", "", saw="assigned"), "empty"),
        (lambda: step("work.close-everything"), "not a step"),
        (lambda: shot(octets=b"MZ\x90\0" + bytes(99)), "not taken"),
        (lambda: Sent(ATTACH, "", Capture(key=uuid4())), "missing"),
    ],
    ids=["empty note", "no such step", "a program", "no file"],
)
def test_what_cannot_be_done_is_refused_in_words(case, people, sent, words):
    held = send(people["grid"], case, sent())
    assert held.outcome == "refused"
    assert words in held.reason


def test_the_key_of_another_is_not_answered(case, people):
    sent = step("work.accept")
    send(people["grid"], case, sent)
    with pytest.raises(NotAllowed, match="somebody else"):
        send(people["second"], case, sent)


def test_a_refused_record_can_be_sent_anew_under_a_new_key(case, people):
    first = send(people["grid"], case, step("work.report-done", "out"))
    assert first.outcome == "refused"
    send(people["grid"], case, step("work.accept"))
    send(people["grid"], case, shot())
    assert send(people["grid"], case, step("work.report-done", "out")).outcome == "done"
