"""Pages of duties: for whom, what can be done there, the calendar and the feed."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from icalendar import Calendar

from huanzhi.ledger.verbs import SYSTEM
from huanzhi.people.actions import create_user, grant, save_organisation
from huanzhi.people.models import User
from huanzhi.work.actions.duty_keeping import keep_duties
from huanzhi.work.obligation import DutyFeed, Obligation
from huanzhi.work.obligations import declaration
from huanzhi.work.obligations.declaration import DutyRule, Subject
from huanzhi.work.obligations.recurrence import Recurrence

pytestmark = pytest.mark.django_db
ACTOR = SYSTEM("t")


@pytest.fixture(autouse=True)
def people(monkeypatch, settings, tmp_path):
    settings.ATTACHMENTS = tmp_path
    monkeypatch.setattr(declaration, "_RULES", {})
    bodies = {
        code: save_organisation(ACTOR, code, {"name": name}) for code, name in (("E", "环保"), ("H", "住建"))
    }
    for name, code, role in (
        ("liaison", "E", "liaison"),
        ("other", "H", "liaison"),
        ("chief", "E", "planner"),
    ):
        grant(ACTOR, create_user(ACTOR, name, name), bodies[code], role)
    return bodies


@pytest.fixture
def made(people):
    """A weekly duty of one permit, and one of another department; the first week is late by now."""
    register = [Subject("permit:1", "一厂", people["E"].pk), Subject("permit:2", "二厂", people["H"].pk)]
    rule = DutyRule("weekly", "周报", "weekly report", lambda: register, Recurrence("week"), "某条", ahead=30)
    declaration.add(rule)
    keep_duties(ACTOR, timezone.now() - timedelta(days=14))
    keep_duties(ACTOR)
    return Obligation.objects.filter(organisation=people["E"])


def test_an_empty_list_says_where_duties_come_from(as_person):
    page = as_person("liaison").get("/desk/duties/").content.decode()
    assert "没有待履行的义务" in page
    assert "义务由台账和规划产生" in page


def test_the_list_is_ones_own(as_person, made):
    page = as_person("liaison").get("/desk/duties/").content.decode()
    assert "一厂" in page
    assert "二厂" not in page
    assert "逾期" in page
    assert "二厂" in as_person("chief").get("/desk/duties/").content.decode()
    assert "没有指定给您本人的义务" in as_person("liaison").get("/desk/duties/?whose=mine").content.decode()


def test_filters(as_person, made):
    client, today = as_person("chief"), timezone.localdate()
    late, every = Obligation.objects.late(today).count(), Obligation.objects.count()
    day = made.first().due_on
    wanted = {"state=late": late, "state=settled": 0, "state=all": every, "state=all&q=一厂": made.count()}
    wanted |= {f"state=all&day={day}": 2, "state=all&rule=weekly": every, "state=all&rule=other": 0}
    wanted |= {"state=all&day=2026-99-99": every}
    assert late > 0
    found = {asked: client.get(f"/desk/duties/?{asked}").context["page"].paginator.count for asked in wanted}
    assert found == wanted


def test_of_another_department_it_is_not_there(as_person, made):
    row = made.first()
    client = as_person("other")
    for address in (f"/desk/duties/{row.pk}/", f"/desk/duties/{row.pk}/proof/"):
        assert client.get(address).status_code == 404
    assert client.post(f"/desk/duties/{row.pk}/prove/").status_code == 404
    assert (
        client.post(f"/desk/duties/{row.pk}/waive/", {"reason": "r"}).status_code == 403
    )  # no verb, so nothing is looked at


def test_proved_with_a_file_that_can_be_fetched(as_person, made):
    row = made.late(timezone.localdate()).first()
    client = as_person("liaison")
    wrong = client.post(f"/desk/duties/{row.pk}/prove/", {"done_on": row.due_on})
    assert wrong.status_code == 400
    file = SimpleUploadedFile("周报.txt", "本周正常".encode())
    late = client.post(f"/desk/duties/{row.pk}/prove/", {"done_on": "2000-01-01", "file": file})
    assert late.status_code == 409
    assert "2000-01-01" in late.content.decode()
    file.seek(0)
    answer = client.post(f"/desk/duties/{row.pk}/prove/", {"done_on": row.due_on, "file": file, "note": "好"})
    assert answer.status_code == 302
    page = client.get(f"/desk/duties/{row.pk}/").content.decode()
    assert "周报.txt" in page
    fetched = client.get(f"/desk/duties/{row.pk}/proof/")
    assert b"".join(fetched.streaming_content).decode() == "本周正常"
    assert fetched["Content-Disposition"].startswith("attachment")


def test_a_bad_file_is_refused_in_words(as_person, made):
    row = made.late(timezone.localdate()).first()
    file = SimpleUploadedFile("x.exe", b"MZ\x00\x01\x02")
    answer = as_person("liaison").post(f"/desk/duties/{row.pk}/prove/", {"done_on": row.due_on, "file": file})
    assert answer.status_code == 409
    row.refresh_from_db()
    assert row.outcome == ""


def test_let_go_by_the_planner_only(as_person, made):
    row = made.first()
    assert as_person("liaison").post(f"/desk/duties/{row.pk}/waive/", {"reason": "r"}).status_code == 403
    client = as_person("chief")
    assert client.post(f"/desk/duties/{row.pk}/waive/", {"reason": ""}).status_code == 400
    assert client.post(f"/desk/duties/{row.pk}/waive/", {"reason": "停产"}).status_code == 302
    assert "停产" in client.get(f"/desk/duties/{row.pk}/").content.decode()
    assert client.post(f"/desk/duties/{row.pk}/waive/", {"reason": "again"}).status_code == 409
    assert client.post(f"/desk/duties/{row.pk}/reopen/", {"reason": "复产"}).status_code == 302
    assert client.post(f"/desk/duties/{row.pk}/nothing/", {"reason": "r"}).status_code == 404


def test_a_month(as_person, made):
    client = as_person("chief")
    row = made.order_by("due_on").last()
    page = client.get(f"/desk/duties/month/?month={row.due_on:%Y-%m}").content.decode()
    assert "周报" in page
    assert f"day={row.due_on}" in page, "two of one rule on one day stand together"
    assert "本月没有到期的义务" in client.get("/desk/duties/month/?month=2031-01").content.decode()
    assert client.get("/desk/duties/month/?month=nonsense").status_code == 200


def feed_address(client) -> str:
    client.post("/desk/duties/feed/renew/")
    page = client.get("/desk/duties/feed/").content.decode()
    return page.split('readonly value="http://testserver')[1].split('"')[0]


def test_the_feed_shows_what_its_person_may_see(as_person, client, made, people):
    liaison = as_person("liaison")
    address = feed_address(liaison)
    assert address not in liaison.get("/desk/duties/feed/").content.decode(), "shown once"
    client.logout()
    answer = client.get(address)
    assert answer["Content-Type"].startswith("text/calendar")
    events = list(Calendar.from_ical(answer.content).walk("VEVENT"))
    assert len(events) == made.count()
    assert all("一厂" in e["summary"] for e in events)
    late = [e for e in events if e["summary"].startswith("[逾期]")]
    assert len(late) == made.late(timezone.localdate()).count() > 0
    assert {e["dtstart"].dt for e in events} == {row.due_on for row in made}
    assert all(len(e.walk("VALARM")) == 2 for e in events)
    assert len({e["uid"] for e in events}) == len(events)
    grant(
        ACTOR,
        User.objects.get(username="liaison"),
        people["E"],
        "liaison",
        until=timezone.localdate() - timedelta(1),
    )
    assert Calendar.from_ical(client.get(address).content).walk("VEVENT") == []


def test_a_renewed_or_ended_address_is_void(as_person, made):
    client = as_person("liaison")
    first = feed_address(client)
    second = feed_address(client)
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    assert not DutyFeed.objects.filter(secret_sha256__in=second.split("/")).exists(), "only the hash is kept"
    client.post("/desk/duties/feed/end/")
    assert client.get(second).status_code == 404


def test_nobody_reads_the_feed_of_somebody_who_left(as_person, made):
    client = as_person("liaison")
    address = feed_address(client)
    User.objects.filter(username="liaison").update(is_active=False)
    assert client.get(address).status_code == 404
