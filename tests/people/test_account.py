"""One's own account: password, sessions, the log; each act in the ledger."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from huanzhi.ledger.models import Entry
from huanzhi.ledger.verbs import SYSTEM, NotAllowed
from huanzhi.people.actions import change_password, create_user, end_session, grant, save_organisation
from huanzhi.people.devices import device
from huanzhi.people.models import SignIn, UserSession

pytestmark = pytest.mark.django_db
NEW = "an even longer secret 9"
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0.0.0 Mobile Safari/537.36"


def come_in(person, agent="curl/8", address="192.0.2.7") -> Client:
    client = Client(headers={"user-agent": agent}, REMOTE_ADDR=address)
    answer = client.post(
        "/sign-in/", {"username": person.username, "password": f"a long password of {person.username}"}
    )
    assert answer.status_code == 302
    assert client.get("/account/").status_code == 200
    return client


def test_the_page_lists_ones_sessions_with_device_and_address(persons):
    here = come_in(persons.an)
    come_in(persons.an, PHONE, "192.0.2.9")
    come_in(persons.bai, "secret browser", "192.0.2.99")
    page = here.get("/account/").content.decode()
    assert "Chrome 126, Android" in page
    assert "192.0.2.9" in page
    assert "192.0.2.99" not in page
    assert page.count("这一个") == 1


def test_one_session_ends_and_then_all_others(persons):
    here, there, third = come_in(persons.an), come_in(persons.an, PHONE), come_in(persons.an)
    number = UserSession.objects.get(device="Chrome 126, Android").pk
    here.post("/account/sessions/", {"session": number})
    assert there.get("/account/").status_code == 302
    assert third.get("/account/").status_code == 200
    here.post("/account/sessions/")
    assert third.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert Entry.objects.filter(verb="people.end-session").count() == 2


def test_nobody_ends_the_sessions_of_another(persons):
    here, other = come_in(persons.an), come_in(persons.bai)
    number = UserSession.objects.get(user=persons.bai).pk
    assert here.post("/account/sessions/", {"session": number}).status_code == 404
    assert other.get("/account/").status_code == 200
    with pytest.raises(NotAllowed):
        end_session(persons.an.as_actor(), persons.bai, number)


def test_an_administrator_ends_the_sessions_of_another(persons):
    grant(SYSTEM("t"), persons.chen, save_organisation(SYSTEM("t"), "D", {"name": "局"}), "administrator")
    other = come_in(persons.bai)
    assert end_session(persons.chen.as_actor(), persons.bai) == 1
    assert other.get("/account/").status_code == 302


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(persons):
    here, there = come_in(persons.an), come_in(persons.an)
    wrong = here.post("/account/password/", {"old": "no", "new": NEW, "again": NEW})
    assert "密码不对" in wrong.content.decode()
    unlike = here.post("/account/password/", {"old": "a long password of an", "new": NEW, "again": "x"})
    assert unlike.status_code == 200
    weak = here.post("/account/password/", {"old": "a long password of an", "new": "12345", "again": "12345"})
    assert weak.status_code == 200
    right = here.post("/account/password/", {"old": "a long password of an", "new": NEW, "again": NEW})
    assert right.status_code == 302
    assert here.get("/account/").status_code == 200
    assert there.get("/account/").status_code == 302
    persons.an.refresh_from_db()
    assert persons.an.check_password(NEW)
    assert NEW not in str(Entry.objects.get(verb="people.change-password").plain())
    with pytest.raises(NotAllowed):
        change_password(persons.bai.as_actor(), persons.an, NEW, "yet another one 77")


@pytest.mark.parametrize(
    ("setting", "back"), [("SESSION_IDLE", timedelta(hours=3)), ("SESSION_LONGEST", timedelta(hours=30))]
)
def test_a_session_ends_by_the_clock(persons, settings, setting, back):
    settings.SESSION_IDLE, settings.SESSION_LONGEST = timedelta(hours=40), timedelta(hours=40)
    setattr(settings, setting, back)
    here = come_in(persons.an)
    session = here.session
    for mark in ("began", "seen"):
        session[mark] = (timezone.now() - back + timedelta(minutes=1)).timestamp()
    session.save()
    assert here.get("/account/").status_code == 200
    session = here.session
    for mark in ("began", "seen"):
        session[mark] = (timezone.now() - back - timedelta(minutes=1)).timestamp()
    session.save()
    assert here.get("/account/").status_code == 302
    assert not UserSession.objects.exists()


def test_last_seen_moves_but_not_with_every_page(persons, django_assert_num_queries):
    here = come_in(persons.an)
    first = UserSession.objects.get().seen_at
    here.get("/account/")
    assert UserSession.objects.get().seen_at == first
    session = here.session
    session["seen"] = (timezone.now() - timedelta(minutes=6)).timestamp()
    session.save()
    here.get("/account/")
    assert UserSession.objects.get().seen_at > first


def test_leaving_takes_the_session_off_the_list(persons):
    here = come_in(persons.an)
    here.post("/sign-out/")
    assert not UserSession.objects.exists()


def test_the_log_of_sign_ins_is_the_persons_and_the_administrators(persons):
    here = come_in(persons.an, PHONE)
    Client().post("/sign-in/", {"username": "bai", "password": "wrong"})
    page = here.get("/account/").content.decode()
    assert "Chrome 126, Android" in page
    assert here.get("/sign-ins/").status_code == 403
    grant(SYSTEM("t"), persons.chen, save_organisation(SYSTEM("t"), "D", {"name": "局"}), "administrator")
    there = come_in(persons.chen)
    everything = there.get("/sign-ins/").content.decode()
    assert ">an<" in everything
    assert ">bai<" in everything
    refused = there.get("/sign-ins/?only=failed").content.decode()
    assert ">an<" not in refused
    assert ">bai<" in refused
    assert SignIn.objects.filter(succeeded=False).get().device == ""


def test_naming_a_substitute_for_oneself(persons):
    grant(SYSTEM("t"), persons.an, save_organisation(SYSTEM("t"), "D", {"name": "街道"}), "grid")
    here = come_in(persons.an)
    form = {"substitute": "bai", "since": "2026-01-01T08:00", "until": "2099-01-01T08:00", "reason": "产假"}
    assert here.post("/account/substitute/", form).status_code == 302
    page = here.get("/account/").content.decode()
    assert "白" in page
    assert "产假" in page
    other = come_in(persons.bai)
    assert "安" in other.get("/account/").content.decode()
    held = persons.an.absences.get()
    assert (
        other.post(f"/account/substitute/{held.pk}/").status_code == 403
    )  # without a role nothing is looked at
    here.post(f"/account/substitute/{held.pk}/")
    held.refresh_from_db()
    assert held.until < timezone.now()


def test_without_a_role_one_still_has_an_account(persons):
    user = create_user(SYSTEM("t"), "nobody", "无", "a long password of nobody")
    here = come_in(user)
    assert here.post("/account/substitute/", {"substitute": "bai"}).status_code == 403
    assert not user.absences.exists()


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (PHONE, "Chrome 126, Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0) MicroMessenger/8.0.50 Safari/604.1", "WeChat 8, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge 126, Windows"),
        ("", ""),
        ("x" * 500, "x" * 80),
    ],
)
def test_devices_as_people_know_them(agent, said):
    assert device(agent) == said
